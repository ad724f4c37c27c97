import type { Message } from '../../wire/chat';
import { showMessage } from '../chat/show-message';
import { become } from '../state/become';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import type { GuideStep } from './guide';

interface GuideOf {
  readonly step: GuideStep;
  /** Something that the visitor had done here is being done. */
  readonly isBusy: boolean;
}

/** What has happened, what is next, and the button for it. */
export function Guide({ step, isBusy }: GuideOf) {
  const store = useStore();
  const people = usePart((state) => state.workplace.people);
  const me = usePart((state) => state.me);
  const leaders = people.filter(({ name }) => /^(Lena|Theo) /.test(name));
  const isWaiting = step.at === 'under-way' && step.release.state === 'waiting';
  const isLeader = leaders.some(({ objectId }) => objectId === me);
  const bot = usePart((state) => state.workplace.bot.name);
  const takesBoth = step.at === 'under-way' && step.release.requestedBy === bot;
  const others = leaders.filter(({ objectId }) => objectId !== me);
  const offered = !isWaiting ? [] : takesBoth ? others : isLeader ? [] : others.slice(0, 1);
  return (
    <div class="guide" data-turn={isWaiting}>
      <p role="status">
        {isBusy
          ? 'Dana writes in the channel below…'
          : sentenceOf(step, { isLeader, takesBoth, leader: leaders[0]?.name ?? 'a leader' })}
      </p>
      {offered.map(({ objectId, name }) => (
        <button key={objectId} class={isLeader ? 'button' : 'button primary'} onClick={() => become(store, objectId)}>
          Become {name}
        </button>
      ))}
      {isWaiting && isLeader && <ShowCard />}
      {step.at === 'arrived' && (
        <button class="button primary guide-world" onClick={() => store.set({ view: 'world' })}>
          Open World
        </button>
      )}
    </div>
  );
}

/** Brings the visitor to the card on which they decide. */
function ShowCard() {
  const store = useStore();
  const card = usePart(({ messages }) => [...messages.values()].findLast(asksToApprove));
  if (card === undefined) return null;
  const show = (): void => {
    store.set({ conversation: card.conversation, view: 'chat' });
    requestAnimationFrame(() => showMessage(card.id));
  };
  return (
    <button class="button" onClick={show}>
      Show me the card
    </button>
  );
}

function asksToApprove({ card, deleted }: Message): boolean {
  return !deleted && card !== undefined && JSON.stringify(card).includes('"verb":"approve"');
}

interface Deciders {
  readonly isLeader: boolean;
  /** A release that the bot asked for itself. */
  readonly takesBoth: boolean;
  readonly leader: string;
}

function sentenceOf(step: GuideStep, deciders: Deciders): string {
  switch (step.at) {
    case 'ask-first':
      return 'To begin, Dana registers the model of the sample, champion.zip, and asks to bring it to production.';
    case 'ask-next':
      return `${step.serves} is serving. Next, Dana registers the second model, challenger.zip, and asks for its release.`;
    case 'arrived':
      return (
        `${step.serves} is serving. Now let it meet the world: in World, send applications and deliver outcomes, then ` +
        'let drift grow and do it again. When Steward raises an alert, press Retrain… on it: the challenger ' +
        'that wins needs both leaders.'
      );
    case 'under-way':
      return underWay(step.release, deciders);
  }
}

type Release = (GuideStep & { readonly at: 'under-way' })['release'];

function underWay({ name, version, state }: Release, { isLeader, takesBoth, leader }: Deciders): string {
  if (state === 'preparing') return `${name} is being prepared: Steward checks ${version} and builds its image.`;
  if (state === 'approved') return `${name} is approved. Its card shows how ${version} is brought to production.`;
  const both = takesBoth ? ' Steward asked for it itself, so it takes both leaders.' : '';
  if (isLeader) return `Read the card of ${name}, press Approve… on it, give a reason and send it.${both}`;
  return `${name} waits for a decision, and nobody decides on what they asked for. Become ${leader}, then press Approve… on the card.${both}`;
}
