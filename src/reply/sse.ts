/** The `data` of server-sent events, one string an event, however the bytes are cut. Throws what the stream throws. */
export async function* sseData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
      if (done) return;
    }
  } finally {
    // The consumer may stop early: whatever is still on its way is of no use. A broken stream cannot be cancelled again.
    await reader.cancel().catch(() => undefined);
  }
}
