import { useState } from 'preact/hooks';
import type { OutsideState } from '../../wire/outside';
import { Sentence } from '../panel/words/sentence';
import { counted, sayCount } from '../panel/words/say-count';
import { usePart } from '../state/use-part';
import { Applications } from './applications';
import { DeedButton } from './deed-button';
import { DriftSlider } from './drift-slider';
import { findNext } from './find-next';
import { OutsideLog } from './outside-log';
import { useDeed } from './use-deed';
import { countWaiting, whyNot } from './why-not';

/** Plays what no bank can play on a laptop: the people who apply, what becomes of them, and what breaks. */
export function OutsideDrawer() {
  const outside = usePart((state) => state.outside);
  const [open, setOpen] = useState(true);
  return (
    <section class="outside" aria-labelledby="outside-title" data-open={open}>
      <h2 id="outside-title">
        <button aria-expanded={open} aria-controls="outside-body" onClick={() => setOpen(!open)}>
          <span aria-hidden="true" class="outside-arrow" />
          The world outside
          {outside !== null && <span class="outside-count">{counted(outside.sent, 'applicant')}</span>}
        </button>
      </h2>
      <div id="outside-body" class="outside-body" hidden={!open}>
        {outside === null ? <NoWorld /> : <World outside={outside} />}
      </div>
    </section>
  );
}

function NoWorld() {
  return (
    <p class="outside-quiet">
      From here you will send applications, tell what became of the people, let the world drift, and break things. It is
      there when Steward was started by <code>npm start</code>.
    </p>
  );
}

function World({ outside }: { readonly outside: OutsideState }) {
  const overview = usePart((state) => state.overview);
  const { failure, act } = useDeed();
  const waiting = countWaiting(outside);
  return (
    <>
      <p class="outside-next">
        <strong>Next:</strong> <Sentence text={findNext(overview, outside)} />
      </p>
      {outside.busy !== null && <Busy busy={outside.busy} />}
      <Applications outside={outside} act={(n) => void act('applications', { n })} />
      <div class="outside-row">
        <DeedButton
          primary
          title={waiting === 0 ? 'Deliver outcomes' : `Deliver ${counted(waiting, 'outcome')}`}
          whyNot={whyNot('outcomes', outside)}
          act={() => void act('outcomes', { share: 1 })}
        />
      </div>
      <DriftSlider drift={outside.drift} change={(drift) => act('drift', { drift })} />
      <div class="outside-row">
        <DeedButton
          title="Break the model server"
          whyNot={whyNot('break', outside)}
          act={() => void act('break', {})}
        />
        <DeedButton title="Cut the database for 10 s" whyNot={undefined} act={() => void act('cut', { seconds: 10 })} />
      </div>
      {failure !== '' && (
        <p class="outside-failure" role="alert">
          {failure}
        </p>
      )}
      <OutsideLog log={outside.log} />
    </>
  );
}

function Busy({ busy }: { readonly busy: NonNullable<OutsideState['busy']> }) {
  return (
    <p class="outside-busy">
      <progress max={busy.of} value={busy.done} aria-label={busy.what} /> {sayCount(busy.done)} of {sayCount(busy.of)}
    </p>
  );
}
