import type { Card } from '../domain/ports/chat';
import { paragraph, row } from './document';
import { cutText } from './elements/cut-text';
import { say } from './elements/phrase';
import { renderCard } from './render-card';

export interface WhoamiView {
  readonly name: string;
  /** Of the directory: what every right is tied to. */
  readonly objectId: string;
  readonly tenantId: string;
  /** What the person is in the conversation's project, if it is connected to one. */
  readonly project?: {
    readonly title: string;
    readonly roles: readonly string[];
    /** What the roles allow, as verb phrases: `register versions`. */
    readonly may: readonly string[];
    /** Environments whose policy names the person among those who decide. */
    readonly decidesIn: readonly string[];
  };
}

/** The answer to `whoami`. */
export function renderWhoamiCard({ name, objectId, tenantId, project }: WhoamiView): Card {
  const heading = say`You are ${cutText(name, 100)}`;
  return renderCard({
    title: heading,
    summary: say`${heading}.`,
    blocks: [
      row('Object id', say`${cutText(objectId, 100)}`),
      row('Tenant', say`${cutText(tenantId, 100)}`),
      ...(project
        ? projectBlocks(project)
        : [paragraph(say`This conversation is not connected to a project, so you have no role here.`)]),
      paragraph(say`Your rights hang on the object id, not on the name. Roles are given in the project file.`, 'quiet'),
    ],
  });
}

function projectBlocks({ title, roles, may, decidesIn }: NonNullable<WhoamiView['project']>) {
  const where = cutText(title, 60);
  return [
    row(`Role in ${where}`, roles.length === 0 ? say`none` : say`${list(roles)}`),
    row('You may', may.length === 0 ? say`nothing but ask who you are and for help` : say`${list(may)}`),
    row(
      'You decide on releases to',
      decidesIn.length === 0
        ? say`none`
        : say`${list(decidesIn)}, unless you asked for the release or registered its version`,
    ),
  ];
}

function list(words: readonly string[]): string {
  return cutText(words.join(', '), 600);
}
