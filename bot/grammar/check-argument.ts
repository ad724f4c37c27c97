import {
  alertName,
  parseAlertName,
  parseReleaseName,
  parseRetrainingName,
  releaseName,
  retrainingName,
} from '../../domain/ids';
import type { ArgumentKind } from './command-spec';

const name = /^[a-z0-9][a-z0-9-]{0,62}$/;
const version = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const hash = /^(?:sha256:)?([0-9a-f]{4,64})(?:…|\.\.\.)?$/;
const fileName = /^[^/\\\p{Cc}]{1,255}$/u;

const expectations: Readonly<Record<ArgumentKind, string>> = {
  project: 'a project (lower-case letters, digits and -)',
  package: 'a file name (no folders)',
  version: 'a version (such as v4, or champion)',
  release: 'a release (such as r17)',
  environment: 'an environment (lower-case letters, digits and -)',
  alert: 'an alert (such as a9)',
  retraining: 'a retraining (such as t5)',
  task: 'a release or a retraining (such as r17 or t5)',
  hash: 'the hash shown on the card (its first 4 characters or more)',
  command: 'a command',
  word: 'one word',
};

/** How an error names what it wanted. */
export function expectationOf(kind: ArgumentKind): string {
  return expectations[kind];
}

/** The value in its one written form, or undefined if it cannot be one of its kind. Case is forgiven where it can be. */
export function checkArgument(kind: ArgumentKind, text: string): string | undefined {
  switch (kind) {
    case 'project':
    case 'environment': {
      const lower = text.toLowerCase();
      return name.test(lower) ? lower : undefined;
    }
    case 'version':
      if (text.toLowerCase() === 'champion') return 'champion';
      return version.test(text) ? text : undefined;
    case 'release':
      return renamed(parseReleaseName(text), releaseName);
    case 'alert':
      return renamed(parseAlertName(text), alertName);
    case 'retraining':
      return renamed(parseRetrainingName(text), retrainingName);
    case 'task':
      return checkArgument('release', text) ?? checkArgument('retraining', text);
    case 'hash':
      return hash.exec(text.toLowerCase())?.[1];
    case 'package':
      return fileName.test(text) && text !== '.' && text !== '..' ? text : undefined;
    case 'command': {
      const lower = text.toLowerCase();
      return /^[a-z-]+(?: [a-z-]+)*$/.test(lower) ? lower : undefined;
    }
    case 'word':
      return text === '' ? undefined : text;
  }
}

function renamed(number: number | undefined, name: (number: number) => string): string | undefined {
  return number === undefined ? undefined : name(number);
}
