import type { AdaptiveCard } from 'adaptivecards';
import { useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Card } from '../../wire/chat';
import { drawCard, type Press } from './draw-card';
import { keepTyped } from './keep-typed';
import { forgetTyping, readTyping, resumeTyping } from './typing-state';

/** What became of a press: whether what was typed for it is still needed. */
export type Pressed = 'taken' | 'refused';

interface Surface {
  readonly card: Card;
  readonly oldPhone: boolean;
  /** Object id of who looks at it. */
  readonly me: string;
  /** The buttons are busy until it resolves; it never rejects. */
  readonly onPress: (press: Press) => Promise<Pressed>;
}

/** All buttons rest while one is busy. They keep the focus, which a disabled button would lose. */
function showBusy(place: HTMLElement, title: string | undefined): void {
  place.ariaBusy = String(title !== undefined);
  for (const button of place.querySelectorAll<HTMLButtonElement>('.ac-pushButton')) {
    const own = title !== undefined && button.textContent === title;
    button.classList.toggle('busy', own);
    button.ariaBusy = own ? 'true' : null;
    button.ariaDisabled = title === undefined ? null : 'true';
  }
  for (const input of place.querySelectorAll<HTMLTextAreaElement>('.ac-textInput'))
    input.readOnly = title !== undefined;
}

/** Runs a press and tells which button is busy with it; a second press meanwhile is none. */
function usePressing(onPress: Surface['onPress'], forget: (sent: readonly string[]) => void) {
  const [busy, setBusy] = useState<string | undefined>();
  const running = useRef(false);
  const press = async (pressing: Press, button: HTMLElement | undefined): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(button?.textContent ?? '');
    const became = await onPress(pressing);
    running.current = false;
    setBusy(undefined);
    if (became === 'taken') forget(Object.keys(pressing.inputs));
  };
  const newest = useRef(press);
  newest.current = press;
  return {
    busy,
    running,
    press: useCallback((...given: Parameters<typeof press>) => void newest.current(...given), []),
  };
}

/** A card as Teams draws it. It can be edited while somebody types in it. */
export function CardSurface({ card, oldPhone, me, onPress }: Surface) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<AdaptiveCard>(undefined);
  const prefix = `${useId()}-`;
  const { busy, running, press } = usePressing(onPress, (sent) => drawn.current && forgetTyping(drawn.current, sent));
  // A message comes anew with everything that happens to it; its card is drawn anew when it is another one.
  const text = useMemo(() => JSON.stringify(card), [card]);

  useLayoutEffect(() => {
    if (place.current === null) return;
    const typing = drawn.current && readTyping(drawn.current);
    drawn.current?.releaseDOMResources();
    place.current.replaceChildren();
    const json = JSON.parse(text) as Card;
    drawn.current = drawCard(place.current, typing ? keepTyped(json, typing) : json, {
      oldPhone,
      me,
      prefix,
      pressed: press,
    });
    if (typing) resumeTyping(drawn.current, typing);
  }, [text, oldPhone, me, prefix, press]);
  useLayoutEffect(() => () => drawn.current?.releaseDOMResources(), []);
  useLayoutEffect(() => {
    if (place.current !== null) showBusy(place.current, busy);
  }, [busy, text, oldPhone]);

  const stop = (event: Event): void => {
    if (!running.current || !(event.target instanceof Element) || !event.target.closest('button')) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return <div class="card" data-width={widthOf(card)} ref={place} onClickCapture={stop} />;
}

function widthOf({ msteams }: Card): 'full' | 'usual' {
  const full = typeof msteams === 'object' && msteams !== null && 'width' in msteams && msteams.width === 'Full';
  return full ? 'full' : 'usual';
}
