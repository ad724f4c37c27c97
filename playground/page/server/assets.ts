import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../connector/refusal';
import type { Answer } from '../../connector/http';

/** The files of the page as the browser gets them. */
export interface Assets {
  /** Throws a Refusal for a name that is none of the page's. */
  find(name: string): Answer;
}

const types = {
  'index.html': 'text/html; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'app.js.map': 'application/json',
  'style.css': 'text/css; charset=utf-8',
  'style.css.map': 'application/json',
  'icon.svg': 'image/svg+xml',
} as const satisfies Readonly<Record<string, string>>;

/** Nothing from anywhere else, nothing inside a foreign frame; cards and charts set styles on their elements. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `folder` is where the build put the page. */
export function createAssets(folder: string): Assets {
  return {
    find(name) {
      const type = Object.hasOwn(types, name) ? types[name as keyof typeof types] : undefined;
      if (type === undefined) throw new Refusal(404, 'NoSuchFile', `the page has no file ${name}`);
      const headers = {
        'Content-Type': type,
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      };
      return { status: 200, bytes: readFileSync(path.join(folder, name)), headers };
    },
  };
}
