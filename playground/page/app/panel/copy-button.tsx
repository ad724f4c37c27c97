import { useEffect, useState } from 'preact/hooks';

const shownMs = 2_000;

/** Copies a text that is too long to be typed; says that it did. */
export function CopyButton({ what, text }: { readonly what: string; readonly text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed'),
    );
  };
  return (
    <button
      class="panel-copy"
      aria-label={said === '' ? `Copy the ${what}` : said}
      title={`Copy the ${what}`}
      onClick={copy}
    >
      {said === '' ? <Sheets /> : said}
    </button>
  );
}

function Sheets() {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <rect x="5.5" y="4.5" width="8" height="10" rx="1.5" />
      <path d="M3 11.5V3A1.5 1.5 0 0 1 4.5 1.5H10.5" />
    </svg>
  );
}
