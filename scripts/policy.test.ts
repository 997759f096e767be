import { describe, expect, it } from 'vitest';
import { connectHosts, contentSecurityPolicy } from './policy';

describe('connectHosts', () => {
  it('takes origins, and all hosts below a name', () => {
    const MHM_CONNECT = ' https://huggingface.co https://*.hf.co\nhttp://localhost:11434 ';
    const hosts = connectHosts({ MHM_CONNECT });
    expect(hosts).toEqual(['https://huggingface.co', 'https://*.hf.co', 'http://localhost:11434']);
    expect(contentSecurityPolicy(hosts)).toContain(
      "connect-src 'self' https://huggingface.co https://*.hf.co http://localhost:11434;",
    );
  });

  it.each([
    '*',
    'https://*',
    'https://a.b;script-src',
    "'unsafe-inline'",
    'https://*.a/*',
    'data:',
    'https://a*.b',
  ])('leaves out %s', (MHM_CONNECT) => {
    expect(connectHosts({ MHM_CONNECT })).toEqual([]);
  });

  it('lets the page talk to nobody but itself by default', () => {
    expect(contentSecurityPolicy(connectHosts({}))).toContain("connect-src 'self';");
  });
});
