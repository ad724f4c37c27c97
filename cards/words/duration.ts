import type { Instant } from '../../domain/release/release';
import { counted } from './count';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The time between two instants in at most two units: `0.4 s`, `3 min 20 s`, `2 h 10 min`, `7 days`. Never negative. */
export function sayDuration(from: Instant, to: Instant): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  if (Number.isNaN(ms)) return 'an unknown time';
  if (ms < minute) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < hour) return two(Math.floor(ms / minute), 'min', Math.floor((ms % minute) / second), 's');
  if (ms < day) return two(Math.floor(ms / hour), 'h', Math.floor((ms % hour) / minute), 'min');
  const hours = Math.floor((ms % day) / hour);
  return `${counted(Math.floor(ms / day), 'day')}${hours === 0 ? '' : ` ${hours} h`}`;
}

function two(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}
