import type { Environment } from '../../wire/overview';
import { CardLink } from '../guide/card-link';
import { sayInstant } from './words/say-instant';

/** An alert that is not closed. */
export function AlertBanner({ alert }: { readonly alert: NonNullable<Environment['alert']> }) {
  const { name, state, version, raisedAt, acknowledged } = alert;
  return (
    <p class="panel-alert">
      <span aria-hidden="true">⚠ </span>
      <strong>
        Alert {name} about {version}
      </strong>
      , raised {sayInstant(raisedAt)}, {state}. {!acknowledged && 'Its card in the channel says what can be done.'}{' '}
      <CardLink of={name} look="link" />
    </p>
  );
}
