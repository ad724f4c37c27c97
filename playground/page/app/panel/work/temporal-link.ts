/** Where Temporal's own page shows a workflow; undefined while nobody told where that page is. */
export function temporalLink(temporalUrl: string, workflowId: string): string | undefined {
  if (temporalUrl === '') return undefined;
  return `${temporalUrl.replace(/\/$/, '')}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
}
