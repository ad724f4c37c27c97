import { z } from 'zod';
import { PlaygroundFailure } from '../../client/failure';
import type { Answer, Route } from '../../connector/http';
import { Refusal } from '../../connector/refusal';
import type { Outside } from '../../outside/create-outside';

/** What the world drawer's controls ask for. Each answers as soon as it has begun; the rest is told as it happens. */
export function outsideRoutes(outside: Outside): readonly Route[] {
  return [
    order('/outside/applications', z.strictObject({ n: z.number() }), ({ n }) => outside.sendApplications(n)),
    order('/outside/outcomes', z.strictObject({ share: z.number() }), ({ share }) => outside.deliverOutcomes(share)),
    order('/outside/drift', z.strictObject({ drift: z.number() }), ({ drift }) => outside.setDrift(drift)),
    order('/outside/break', z.strictObject({}), () => outside.breakModelServer()),
    order('/outside/cut', z.strictObject({ seconds: z.number() }), ({ seconds }) => outside.cutDatabase(seconds)),
  ];
}

function order<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  carryOut: (wish: z.infer<Schema>) => void | Promise<void>,
): Route {
  const handle: Route['handle'] = async ({ body }): Promise<Answer> => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new Refusal(400, 'BadArgument', z.prettifyError(parsed.error));
    try {
      await carryOut(parsed.data);
      return { status: 200, body: {} };
    } catch (error) {
      if (error instanceof PlaygroundFailure) throw new Refusal(409, 'NotNow', error.message);
      throw error;
    }
  };
  return { method: 'POST', path, handle };
}
