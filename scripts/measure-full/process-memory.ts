import { readFileSync } from 'node:fs';
import type { CDPSession } from '@playwright/test';

/** Resident bytes of a browser's processes of one kind, all together. */
export interface ProcessMemory {
  /** The page with its workers. */
  readonly page: number;
  /** Where the GPU's driver runs; with SwiftShader its memory too. */
  readonly gpu: number;
}

/** Reads it now, from the kernel's own count. Throws where there is no `/proc`. */
export async function processMemory(session: CDPSession): Promise<ProcessMemory> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sum = (type: string): number =>
    processInfo.filter((one) => one.type === type).reduce((bytes, { id }) => bytes + residentBytes(id), 0);
  return { page: sum('renderer'), gpu: sum('GPU') };
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return 1024 * Number(kilobytes ?? 0);
  } catch (error) {
    // A process may have ended since it was listed.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
