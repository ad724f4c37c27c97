/** Whether a host (with or without a port) is this machine, by its name alone: what is sent there leaves it never. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (name === 'localhost' || name === '[::1]') return true;
  const bytes = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name);
  return bytes !== null && bytes.slice(1).every((byte) => Number(byte) <= 255);
}
