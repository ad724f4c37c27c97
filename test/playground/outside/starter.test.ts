import { EventEmitter } from 'node:events';
import { createStarter, type StarterChannel } from '../../../playground/outside/starter';
import type { StarterAnswer, StarterAsk } from '../../../playground/outside/starter-messages';

/** The near end of a channel between processes, and what goes over it. */
function openChannel() {
  const events = new EventEmitter();
  const asked: StarterAsk[] = [];
  const channel = Object.assign(events, {
    connected: true,
    send: (message: object) => void asked.push(message as StarterAsk),
  }) as unknown as StarterChannel & { connected: boolean };
  return {
    asked,
    channel,
    answer: (answer: StarterAnswer) => void events.emit('message', answer),
    disconnect: () => void events.emit('disconnect'),
    starter: createStarter(channel, { project: 'hmeq', environment: 'production' }),
  };
}

describe('starter', () => {
  it('is told what is asked, and tells answers apart by their number', async () => {
    const { starter, asked, answer } = openChannel();
    const broken = starter.breakModelServer();
    const serving = starter.whatServes();
    expect(asked).toEqual([
      { id: 1, ask: 'break-model-server', project: 'hmeq', environment: 'production' },
      { id: 2, ask: 'what-serves', project: 'hmeq', environment: 'production' },
    ]);
    answer({ id: 2, state: 'done', version: null });
    answer({ id: 1, state: 'done', version: 'v1' });
    expect(await serving).toBeNull();
    expect(await broken).toBe('v1');
  });

  it('cuts: first it is down, later it is back', async () => {
    const { starter, asked, answer } = openChannel();
    const cut = starter.cutDatabase(10);
    expect(asked).toEqual([{ id: 1, ask: 'cut-database', seconds: 10 }]);
    answer({ id: 1, state: 'begun' });
    const { back } = await cut;
    answer({ id: 1, state: 'done' });
    await back;
  });

  it('passes refusals on, also one that comes when the database was to be back', async () => {
    const { starter, answer } = openChannel();
    const refused = starter.cutDatabase(10);
    answer({ id: 1, state: 'refused', why: 'It is down already.' });
    await expect(refused).rejects.toThrow('It is down already.');
    const cut = starter.cutDatabase(10);
    answer({ id: 2, state: 'begun' });
    const { back } = await cut;
    answer({ id: 2, state: 'refused', why: 'It does not come back.' });
    await expect(back).rejects.toThrow('It does not come back.');
  });

  it('asks for no cut that would be refused by its length', async () => {
    const { starter, asked } = openChannel();
    for (const wrong of [0, 61, 1.5, Number.NaN])
      await expect(starter.cutDatabase(wrong)).rejects.toThrow('1 to 60 whole seconds');
    expect(asked).toEqual([]);
  });

  it('says the cure where nobody started this process, or is there no more', async () => {
    const { starter, channel, disconnect } = openChannel();
    const asked = starter.whatServes();
    disconnect();
    await expect(asked).rejects.toThrow('Start everything with `npm start`.');
    channel.connected = false;
    await expect(starter.breakModelServer()).rejects.toThrow('Start everything with `npm start`.');
  });

  it('hears nothing that is no answer', async () => {
    const { starter, channel, answer } = openChannel();
    const asked = starter.whatServes();
    (channel as unknown as EventEmitter).emit('message', { id: 1, state: 'perhaps' });
    answer({ id: 7, state: 'done' });
    answer({ id: 1, state: 'done', version: 'v1' });
    expect(await asked).toBe('v1');
  });
});
