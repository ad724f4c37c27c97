import { shortDigest } from '../domain/digest';
import type { ReasonDetails } from '../domain/errors';
import { callText } from '../domain/package/call-text';
import type { PackageManifest } from '../domain/package/manifest';
import type { Card } from '../domain/ports/chat';
import type { ReasonCode } from '../domain/reasons';
import type { Instant } from '../domain/release/release';
import { type Block, item, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say, sign } from './elements/phrase';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { sayBytes } from './words/bytes';
import { sayColumns } from './words/contract';
import { type ContractDifference, differenceBlocks } from './words/differences';
import { formatTitle } from './words/format';
import { sayInstant } from './words/instant';
import { metricBlocks } from './words/metrics';
import { counted } from './words/count';
import { sayReason } from './words/reason';
import { shortList } from './words/short-list';

export interface RegistrationView {
  /** The project as people call it. */
  readonly title: string;
  readonly label: string;
  /** Nothing was registered when the package is there already: byte for byte, or the same files packed differently. */
  readonly outcome: 'new' | 'same-bytes' | 'same-files';
  readonly manifest: Omit<PackageManifest, 'files' | 'model' | 'treeDigest'>;
  /** Name of the modeller, and when it was registered (the first time). */
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  /** What the contract is compared with; absent when this version is the champion. */
  readonly champion?: { readonly label: string; readonly difference: ContractDifference };
  /** What `deploy` would say now, by environment: a refusal when its target cannot run the model. */
  readonly environments: readonly {
    readonly name: string;
    readonly refusal?: { readonly code: ReasonCode; readonly details: ReasonDetails };
  }[];
  /** The command that shows all of it where the card has to cut, such as `versions v4`. */
  readonly fullRecord: string;
}

/** The answer to `register`: what was understood of the package, and what can be done with it. */
export function renderRegistrationCard(view: RegistrationView): Card {
  const title = registrationTitle(view);
  const rest = say`type ${code(view.fullRecord)}`;
  const { manifest } = view;
  return renderCard({
    title,
    summary: say`${title}. Package ${shortDigest(manifest.packageDigest)}.`,
    blocks: [
      paragraph(sayOutcome(view)),
      ...packageBlocks(view),
      section('Contract'),
      ...contractBlocks(view, rest),
      section('Evidence'),
      ...metricBlocks(manifest.declaredMetrics, rest),
      paragraph(sayGoldenRows(manifest.goldenRows.length)),
      section('Release'),
      ...releaseBlocks(view),
    ],
    details: [
      row('Package digest', say`${manifest.packageDigest}`),
      row('Size', say`${sayBytes(manifest.bytes)}`),
      ...shortList(manifest.notes, { entries: 8, bytes: 200, rest }, { before: say`Note: ` }),
    ],
  });
}

function registrationTitle({ title, label, outcome }: RegistrationView): Phrase {
  const name = `${cutText(title, 60)} ${versionName(label)}`;
  return outcome === 'new' ? say`${name} is registered` : say`This is ${name} already`;
}

function sayOutcome({ outcome, label, registeredBy, registeredAt }: RegistrationView): Phrase {
  const who = say`${cutText(registeredBy, 60)} at ${sayInstant(registeredAt)}`;
  const version = versionName(label);
  switch (outcome) {
    case 'new':
      return say`Registered by ${who}.`;
    case 'same-bytes':
      return say`The package is ${version} byte for byte, registered by ${who}. Nothing new was registered.`;
    case 'same-files':
      return say`The package has the files of ${version}, packed differently; that was registered by ${who}. Nothing new was registered.`;
  }
}

function packageBlocks({ manifest }: RegistrationView): Block[] {
  const { tool, algorithm } = manifest;
  const version = tool.version === undefined ? '' : ` ${cutText(tool.version, 60)}`;
  return [
    row('Package', say`${shortDigest(manifest.packageDigest)}, ${formatTitle(manifest.format)}`),
    row('Made with', say`${cutText(tool.name, 100)}${version}`),
    ...(algorithm === undefined ? [] : [row('Algorithm', say`${cutText(algorithm, 120)}`)]),
  ];
}

function contractBlocks({ manifest, champion, label }: RegistrationView, rest: Phrase): Block[] {
  const { contract, call } = manifest;
  const { outcome } = contract;
  return [
    ...comparison(champion, versionName(label), rest),
    row(counted(contract.inputs.length, 'input'), sayColumns(contract.inputs)),
    row(counted(contract.outputs.length, 'output'), sayColumns(contract.outputs)),
    row('Outcome', say`${cutText(outcome.name, 60)}; the event is ${cutText(outcome.event, 60)}`),
    row('Call', say`${cutText(callText(call), 300)}`),
  ];
}

function comparison(champion: RegistrationView['champion'], label: string, rest: Phrase): Block[] {
  if (!champion) return [paragraph(say`${label} is the champion, so there is nothing to compare it with.`)];
  const { breaking, changes } = champion.difference;
  const other = versionName(champion.label);
  if (breaking.length + changes.length === 0)
    return [paragraph(say`Unchanged: clients of the champion, ${other}, need to do nothing.`)];
  return [paragraph(say`Compared with the champion, ${other}:`), ...differenceBlocks(champion.difference, rest)];
}

function sayGoldenRows(count: number): Phrase {
  if (count === 0) return say`The package has no golden rows, so a release can check its scores for form only.`;
  return say`${counted(count, 'golden row')} will be scored by a release before it gets any traffic.`;
}

const shownEnvironments = 6;

function releaseBlocks(view: RegistrationView): Block[] {
  const { environments } = view;
  const label = versionName(view.label);
  const left = environments.length - shownEnvironments;
  return [
    ...environments.slice(0, shownEnvironments).map(({ name, refusal }): Block => {
      const where = cutText(name, 60);
      if (!refusal) return item(say`${where} can run it: ${code(`deploy ${label} to ${where}`)} asks for it.`);
      const { sentence, cure } = sayReason(refusal.code, refusal.details);
      return item(say`${sign('✗')}${where} cannot run it: ${sentence} ${cure}`, 'bad');
    }),
    ...(left > 0 ? [item(say`… ${counted(left, 'more environment')}: type ${code('status')}`, 'quiet')] : []),
    ...(view.champion
      ? [item(say`${code(`set champion ${label} -- reason`)} names it the best of the project.`, 'quiet')]
      : []),
  ];
}
