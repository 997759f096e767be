import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, HEADER } from './fixtures';
import { downloaded, exportRecord, readRecord, saveRecord, type FileWriter } from './index';

/** A disk with room for `room` characters. */
function smallDisk(room: number, fault = new DOMException('', 'QuotaExceededError')) {
  let kept = '';
  let pending = '';
  let aborted = 0;
  const open = (): Promise<FileWriter> =>
    Promise.resolve({
      write: (part) => {
        pending += part;
        return pending.length > room ? Promise.reject(fault) : Promise.resolve();
      },
      close: () => {
        kept = pending;
        return Promise.resolve();
      },
      abort: () => {
        pending = '';
        aborted += 1;
        return Promise.resolve();
      },
    });
  return { open, kept: () => kept, aborted: () => aborted };
}

const session = [HEADER, ...ALL_EVENTS];

describe('saveRecord', () => {
  it('writes what readRecord reads', async () => {
    const disk = smallDisk(1e6);
    await saveRecord(session, disk.open);
    expect(readRecord(disk.kept()).events).toEqual(ALL_EVENTS);
  });

  it('says that the disk is full, leaves nothing half-written, and can save again elsewhere', async () => {
    const full = smallDisk(50);
    await expect(saveRecord(session, full.open)).rejects.toMatchObject({ code: 'disk-full' });
    expect(full.kept()).toBe('');
    expect(full.aborted()).toBe(1);
    const other = smallDisk(1e6);
    await saveRecord(session, other.open);
    expect(other.kept()).toBe(exportRecord(session).join(''));
  });

  it.each([
    [Object.assign(new Error('write'), { code: 'ENOSPC' }), 'disk-full'],
    [new DOMException('', 'NotAllowedError'), 'save-denied'],
    [Object.assign(new Error('open'), { code: 'EACCES' }), 'save-denied'],
    [new Error('what'), 'save-failed'],
  ])('%s gives %s', async (fault, code) => {
    await expect(saveRecord(session, smallDisk(0, fault as DOMException).open)).rejects.toMatchObject({
      code,
    });
    await expect(saveRecord(session, () => Promise.reject(fault))).rejects.toMatchObject({ code });
  });

  it('downloads one file', async () => {
    const files: Blob[] = [];
    await saveRecord(
      session,
      downloaded((file) => files.push(file)),
    );
    expect(files).toHaveLength(1);
    expect(await files[0]?.text()).toBe(exportRecord(session).join(''));
  });

  it('exports a long session in several parts that join without a seam', () => {
    const long = [HEADER, ...Array.from({ length: 4500 }, () => ALL_EVENTS[0] ?? HEADER)];
    const parts = exportRecord(long);
    expect(parts.length).toBeGreaterThan(1);
    expect(readRecord(parts.join(''))).toMatchObject({ problems: [], events: { length: 4500 } });
  });
});
