import { useRef } from 'preact/hooks';

/** The value of the last time as long as the new one says the same, so that what depends on it is not drawn again. */
export function useSame<Value>(value: Value): Value {
  const kept = useRef({ value, text: JSON.stringify(value) });
  const text = JSON.stringify(value);
  if (text !== kept.current.text) kept.current = { value, text };
  return kept.current.value;
}
