import { authorisationReasons } from './authorisation';
import { chatReasons } from './chat';
import { checkReasons } from './check';
import { imageReasons } from './image';
import { dockerReasons } from './docker';
import { gateReasons } from './gate';
import { imageRegistryReasons } from './image-registry';
import { laptopReasons } from './laptop';
import { modelReasons } from './model';
import { monitoringReasons } from './monitoring';
import { observationReasons } from './observation';
import { outcomesReasons } from './outcomes';
import { packageReasons } from './package';
import { platformReasons } from './platform';
import { projectReasons } from './project';
import { recordingReasons } from './recording';
import { releaseReasons } from './release';
import { retrainingReasons } from './retraining';
import { shellReasons } from './shell';
import { targetReasons } from './target';
import { trainingReasons } from './training';
import type { Reason } from './types';

export type { Reason } from './types';

/** Every ending, in groups: the docs, cards, logs and tests all read this table. */
export const reasonGroups = {
  authorisation: authorisationReasons,
  chat: chatReasons,
  check: checkReasons,
  docker: dockerReasons,
  gate: gateReasons,
  image: imageReasons,
  'image registry': imageRegistryReasons,
  laptop: laptopReasons,
  model: modelReasons,
  monitoring: monitoringReasons,
  observation: observationReasons,
  outcomes: outcomesReasons,
  package: packageReasons,
  platform: platformReasons,
  project: projectReasons,
  recording: recordingReasons,
  release: releaseReasons,
  retraining: retrainingReasons,
  shell: shellReasons,
  target: targetReasons,
  training: trainingReasons,
} as const;

const table = {
  ...authorisationReasons,
  ...chatReasons,
  ...checkReasons,
  ...dockerReasons,
  ...gateReasons,
  ...imageReasons,
  ...imageRegistryReasons,
  ...laptopReasons,
  ...modelReasons,
  ...monitoringReasons,
  ...observationReasons,
  ...outcomesReasons,
  ...packageReasons,
  ...platformReasons,
  ...projectReasons,
  ...recordingReasons,
  ...releaseReasons,
  ...retrainingReasons,
  ...shellReasons,
  ...targetReasons,
  ...trainingReasons,
} as const;

export type ReasonCode = keyof typeof table;

export const reasonTable: Readonly<Record<ReasonCode, Reason>> = table;

export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(reasonTable, text);
}

type Details = Readonly<Record<string, string | number | boolean>>;

/** `<sentence> <cure>` with each `{name}` replaced; a place without a detail stays visible as `{name}`. */
export function fillSentence(code: ReasonCode, details: Details): string {
  const reason = reasonTable[code];
  return fillPlaces(`${reason.sentence} ${reason.cure}`, details);
}

/** The cure alone, filled in the same way. */
export function fillCure(code: ReasonCode, details: Details): string {
  return fillPlaces(reasonTable[code].cure, details);
}

function fillPlaces(text: string, details: Details): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in details ? String(details[name]) : place));
}
