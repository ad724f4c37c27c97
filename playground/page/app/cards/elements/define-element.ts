import { CardElement, type BaseSerializationContext } from 'adaptivecards';
import type { z } from 'zod';

/** Draws into the place that it is given; what it returns is called when the card goes away. */
export type Draw<Value> = (value: Value, place: HTMLElement) => void | (() => void);

/**
 * An element that only Teams draws, as the library wants it: a class. What does not fit the schema is drawn by its
 * fallback, as a client does with what it does not understand.
 */
export function defineElement<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  draw: Draw<z.infer<Schema>>,
): new () => CardElement {
  return class extends CardElement {
    #value: z.infer<Schema> | undefined;
    #end: (() => void) | undefined;

    override getJsonTypeName(): string {
      return name;
    }

    protected override internalParse(source: Record<string, unknown>, context: BaseSerializationContext): void {
      super.internalParse(source, context);
      const parsed = schema.safeParse(source);
      this.#value = parsed.data;
      if (!parsed.success) this.setShouldFallback(true);
    }

    protected override internalRender(): HTMLElement | undefined {
      if (this.#value === undefined) return undefined;
      const place = document.createElement('div');
      this.#end = draw(this.#value, place) ?? undefined;
      return place;
    }

    override releaseDOMResources(): void {
      this.#end?.();
      super.releaseDOMResources();
    }
  };
}
