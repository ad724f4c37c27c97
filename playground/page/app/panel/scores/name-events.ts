/** Which outcome counts is known of the sample project; of others the overview does not say it. */
export function nameEvents(project: string): string {
  return project === 'hmeq' ? 'events (BAD = 1)' : 'events';
}
