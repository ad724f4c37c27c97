import { renderAllIsWellCard } from '../../cards/all-is-well-card';
import { findEvaluation } from '../../database/evaluations';
import { findNames } from '../../database/people';
import { getProject } from '../../database/projects';
import { listWatchers } from '../../database/watches';
import { may } from '../../domain/permissions';
import type { NotifyDependencies } from './dependencies';
import { postOnce } from './reply-once';

/**
 * Tells those who asked for it, each in the conversation where they asked, that a window was judged and is ok; once. A
 * conversation that cannot be told does not keep the others from it; the first error is thrown at the end.
 */
export async function tellAllIsWell(deps: NotifyDependencies, number: number): Promise<void> {
  const evaluation = await findEvaluation(deps.database, number);
  if (!evaluation?.counted || evaluation.state !== 'ok') return;
  const { project, environment } = evaluation;
  const { file } = await getProject(deps.database, project);
  const threshold = file.monitoring?.threshold;
  if (threshold === undefined) return;
  const errors: unknown[] = [];
  for (const { conversationId, people: asked } of await listWatchers(deps.database, project, environment)) {
    // Who has lost the right to look hears nothing either.
    const watchers = asked.filter((person) => may(file, person, 'watch'));
    if (watchers.length === 0) continue;
    const people = { ...file.people, ...(await findNames(deps.database, watchers)) };
    const subject = `evaluation/${number}/well/${conversationId}`;
    const draw = () => renderAllIsWellCard({ evaluation, title: project, people, threshold, watchers });
    await postOnce(deps, { conversationId }, { subject, revision: 1, draw }).catch((error: unknown) =>
      errors.push(error),
    );
  }
  if (errors.length > 0) throw errors[0];
}
