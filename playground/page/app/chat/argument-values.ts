import type { Environment, Overview } from '../../wire/overview';

/** Something that an argument can be, and what the list says of it. */
export interface Value {
  readonly text: string;
  readonly detail: string;
}

/** What is known of the things that commands are about. */
export interface Known {
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly overview: Overview | null;
}

/** The sample's packages; the page does not see the inbox. */
const samplePackages: readonly Value[] = [
  { text: 'champion.zip', detail: 'the sample’s first model' },
  { text: 'challenger.zip', detail: 'the sample’s second model' },
];

/** What an argument of this kind (as the command registry names kinds) can be here; nothing for what only a card tells. */
export function valuesOf(kind: string, known: Known): readonly Value[] {
  const { overview } = known;
  switch (kind) {
    case 'package':
      return samplePackages;
    case 'command':
      return known.commands.map(({ name, summary }) => ({ text: name, detail: summary }));
    case 'project':
      return overview === null ? [] : [{ text: overview.project, detail: 'the project shown here' }];
    case 'environment':
      return (overview?.environments ?? []).map(({ name, serving }) => ({
        text: name,
        detail: serving === null ? 'nothing serves there' : `${serving.version} serves there`,
      }));
    case 'version':
      return versionsOf(overview);
    case 'release':
      return releasesOf(overview);
    case 'hash':
      return (overview?.environments ?? []).flatMap(({ release }) =>
        release?.shown == null ? [] : [{ text: release.shown, detail: `on the card of ${release.name}` }],
      );
    case 'retraining':
      return retrainingsOf(overview);
    case 'task':
      return [...releasesOf(overview), ...retrainingsOf(overview)];
    case 'alert':
      return (overview?.environments ?? []).flatMap(({ alert, name }) =>
        alert === null ? [] : [{ text: alert.name, detail: `on ${alert.version} in ${name}` }],
      );
    default:
      return [];
  }
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** Each once, as it was described first; the newest first. */
function newestFirst(values: readonly Value[]): readonly Value[] {
  const first = new Map([...values].reverse().map((value) => [value.text, value]));
  return [...first.values()].sort((one, other) => byNumber.compare(other.text, one.text));
}

function versionsOf(overview: Overview | null): readonly Value[] {
  const champion = { text: 'champion', detail: overview?.champion ? `now ${overview.champion}` : 'the best so far' };
  if (overview === null) return [champion];
  const seen = overview.environments.flatMap(versionsIn);
  if (overview.challenger !== null) seen.push({ text: overview.challenger, detail: 'the challenger' });
  if (overview.champion !== null) seen.push({ text: overview.champion, detail: 'the champion' });
  return [champion, ...newestFirst(seen)];
}

function versionsIn(environment: Environment): Value[] {
  const { name, serving, release, evaluations, marks } = environment;
  return [
    ...(serving === null ? [] : [{ text: serving.version, detail: `serves in ${name}` }]),
    ...(release === null ? [] : [{ text: release.version, detail: `${release.name}: ${release.stateWords}` }]),
    ...[...evaluations, ...marks].map(({ version }) => ({ text: version, detail: `was in ${name}` })),
  ];
}

function releasesOf(overview: Overview | null): readonly Value[] {
  return newestFirst(
    (overview?.environments ?? []).flatMap(({ name, release, serving, marks }) => [
      ...(release === null ? [] : [{ text: release.name, detail: `${release.version}: ${release.stateWords}` }]),
      ...(serving === null ? [] : [{ text: serving.release, detail: `${serving.version} serves in ${name}` }]),
      ...marked(marks, 'release', name),
    ]),
  );
}

function retrainingsOf(overview: Overview | null): readonly Value[] {
  return newestFirst(
    (overview?.environments ?? []).flatMap(({ name, retraining, marks }) => [
      ...(retraining === null ? [] : [{ text: retraining.name, detail: retraining.stateWords }]),
      ...marked(marks, 'retraining', name),
    ]),
  );
}

function marked(marks: Environment['marks'], kind: 'release' | 'retraining', place: string): readonly Value[] {
  return marks
    .filter((mark) => mark.kind === kind)
    .map(({ name, version }) => ({ text: name, detail: `${version} in ${place}` }));
}
