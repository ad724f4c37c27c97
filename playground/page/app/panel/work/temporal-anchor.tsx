import { usePart } from '../../state/use-part';
import { temporalLink } from './temporal-link';

/** Opens what the engine knows of a workflow, in another tab; nothing while its page is not known. */
export function TemporalAnchor({ workflowId, of }: { readonly workflowId: string; readonly of: string }) {
  const temporalUrl = usePart((state) => state.temporalUrl);
  const href = temporalLink(temporalUrl, workflowId);
  if (href === undefined) return null;
  return (
    <a class="panel-link" href={href} target="_blank" rel="noreferrer">
      Open {of} in Temporal<span aria-hidden="true"> ↗</span>
    </a>
  );
}
