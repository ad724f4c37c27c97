import type { Digest } from '../../../domain/digest';
import { confined } from '../../target/kubernetes/describe-pod';
import { type CarriedParts, tokenKey } from './begin-job';

/** In Steward's image. */
export const carrierCommand = ['node', '/app/dist/serving/carrier/main.js'] as const;

/** A container of our own that carries data: its command and volumes are added. */
export function carrierContainer(
  name: string,
  image: string,
  { url, secret, dataset }: Omit<CarriedParts, 'key'> & { readonly dataset: Digest },
) {
  return {
    name,
    image,
    env: [
      { name: 'STEWARD_CARRIER_URL', value: literal(url) },
      { name: 'STEWARD_CARRIER_DATASET', value: dataset },
      { name: 'STEWARD_CARRIER_TOKEN', valueFrom: { secretKeyRef: { name: secret, key: tokenKey } } },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '384Mi' } },
    // Its words are ours, and the last of them are the reason.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: confined,
  };
}

/** Kubernetes fills in $(…) and takes $$ for $. */
export function literal(value: string): string {
  return value.replaceAll('$', () => '$$');
}
