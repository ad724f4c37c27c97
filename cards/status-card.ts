import { type Digest, shortDigest } from '../domain/digest';
import { releaseName } from '../domain/ids';
import type { Card } from '../domain/ports/chat';
import type { Instant, Release, ServingRecord } from '../domain/release/release';
import { type Block, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say } from './elements/phrase';
import { sayStanding } from './release/standing';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { sayDuration } from './words/duration';
import { sayInstant } from './words/instant';
import { actorName, type People } from './words/people';
import { plural } from './words/plural';

interface EnvironmentStatus {
  readonly name: string;
  /** Its verified releases make the champion. */
  readonly leading: boolean;
  readonly serving?: ServingRecord;
  /** The address that stays the same over releases. */
  readonly address?: string;
  /** The release that is under way there, if one is. */
  readonly open?: Release;
}

export interface StatusView {
  /** The project as people call it. */
  readonly title: string;
  readonly environments: readonly EnvironmentStatus[];
  readonly champion?: { readonly label: string; readonly packageDigest: Digest };
  readonly challenger?: { readonly label: string; readonly packageDigest: Digest };
  readonly people: People;
  readonly now: Instant;
}

const shownEnvironments = 8;

/** The answer to `status`: what serves where, and what waits for whom. */
export function renderStatusCard(view: StatusView): Card {
  const title = say`${cutText(view.title, 60)} as of ${sayInstant(view.now)}`;
  const shown = view.environments.slice(0, shownEnvironments);
  const left = view.environments.length - shown.length;
  return renderCard({
    title,
    summary: say`${title}: ${shown.map((environment) => summarise(environment)).join(', ')}.`,
    blocks: [
      row('Champion', sayPointer(view.champion)),
      ...(view.challenger ? [row('Challenger', sayPointer(view.challenger))] : []),
      ...shown.flatMap((environment) => environmentBlocks(environment, view)),
      ...(left > 0 ? [paragraph(say`… ${plural(left, 'more environment')} in the project file.`, 'quiet')] : []),
    ],
  });
}

function summarise({ name, serving }: EnvironmentStatus): string {
  return `${cutText(name, 60)} serves ${serving ? versionName(serving.version) : 'nothing'}`;
}

function sayPointer(pointer: StatusView['champion']): Phrase {
  if (!pointer) return say`none yet`;
  return say`${versionName(pointer.label)}, package ${shortDigest(pointer.packageDigest)}`;
}

function environmentBlocks(environment: EnvironmentStatus, { people, now }: StatusView): Block[] {
  const { name, serving, address, open } = environment;
  return [
    section(`${cutText(name, 60)}${environment.leading ? ' (leading)' : ''}`),
    row('Serves', serving ? sayServed(serving, now) : say`nothing yet`),
    ...(serving && address !== undefined ? [row('Address', say`${cutText(address, 300)}`)] : []),
    ...(open
      ? [row('Under way', sayOpen(open, people))]
      : serving
        ? []
        : [paragraph(say`${code(`deploy champion to ${cutText(name, 60)}`)} asks for a release.`, 'quiet')]),
  ];
}

function sayOpen(release: Release, people: People): Phrase {
  const who = actorName(people, release.requester);
  return say`${releaseName(release.number)}, ${versionName(release.version)}, asked for by ${who}: ${sayStanding(release, people)}`;
}

function sayServed(serving: ServingRecord, now: Instant): Phrase {
  const { version, imageDigest, packageDigest, since } = serving;
  return say`${versionName(version)}, image ${shortDigest(imageDigest)}, package ${shortDigest(packageDigest)}, since ${sayInstant(since)} (${sayDuration(since, now)})`;
}
