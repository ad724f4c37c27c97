/**
 * TensorFlow's strings are bytes, and two of them are equal when their bytes are. In memory they are "byte texts":
 * strings with one character (0 … 255) a byte, cheap to compare and lossless for bytes that are no UTF-8.
 */
export function toByteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function fromByteText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
