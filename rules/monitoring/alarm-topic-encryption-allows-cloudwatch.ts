import { keyOf, letsUse } from '../../lib/aws/iam/kms-keys';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { isTaken } from '../../lib/model/references';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'alarm-topic-encryption-allows-cloudwatch',
  title: 'The key of an encrypted topic lets CloudWatch send its alarms',
  severity: 'error',
  control: 'ALARMS-SNS',
  resources: ['AWS::SNS::Topic'],
  why: 'A service that may not use the key of a topic cannot publish to it. The notification is lost, and nothing fails where anybody would see it.',
  fix: 'Encrypt the topic with a key of your own whose policy allows cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*, or leave KmsMasterKeyId out. The policy of alias/aws/sns cannot be changed.',
  docs: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services',
    'https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger',
  ],

  check: (topic) =>
    topic.referrers.some((edge) => publisherOf(edge))
      ? topic
          .property('KmsMasterKeyId')
          .expect((key) => judged(key, publishersTo(topic)))
          .when(() => topic.get('KmsMasterKeyId').isGiven)
      : undefined,
});

/** Where a service is told to publish to a topic, and as whom it asks for the key. */
const PUBLISHERS: readonly (readonly [place: RegExp, service: string])[] = [
  [/^AWS::CloudWatch::\w*Alarm Properties\.(Alarm|OK|InsufficientData)Actions$/, 'cloudwatch.amazonaws.com'],
  [/^AWS::Events::Rule Properties\.Targets\.Arn$/, 'events.amazonaws.com'],
  [
    /^(AWS::S3::Bucket|Custom::S3BucketNotifications) Properties\.NotificationConfiguration\./,
    's3.amazonaws.com',
  ],
  [/^AWS::Budgets::Budget Properties\.NotificationsWithSubscribers\./, 'budgets.amazonaws.com'],
  [/^AWS::CodeStarNotifications::\w+ Properties\.Targets\./, 'codestar-notifications.amazonaws.com'],
];

const publisherOf = ({ from, path }: Resource['referrers'][number]): string | undefined =>
  PUBLISHERS.find(([place]) => place.test(`${from.type} ${path}`))?.[1];

const publishersTo = (topic: Resource): string[] =>
  [
    ...new Set(topic.referrers.filter((edge) => publisherOf(edge) && isTaken(edge)).map(publisherOf)),
  ] as string[];

function judged(key: Value, services: readonly string[]): Outcome | undefined {
  if (services.length === 0) return undefined;
  if (key.outline.endsWith('alias/aws/sns'))
    return fail(
      `${services.join(' and ')} cannot publish to the topic: the policy of alias/aws/sns does not let them use the key`,
      gravity(services),
    );
  const known = keyOf(key);
  if (!known)
    return review(
      `see whether the policy of the key ${key.outline || 'of the topic'} lets ${services.join(' and ')} call ${USES.join(' and ')}`,
      gravity(services),
    );
  const refused = services.filter((service) => !letsUse(known, service, USES));
  return refused.length === 0
    ? undefined
    : fail(
        `${refused.join(' and ')} cannot publish to the topic: the policy of ${known.logicalId} does not allow ${USES.join(' and ')}`,
        gravity(refused),
      );
}

/** What an alarm says is lost is graver than what other services do. */
const gravity = (services: readonly string[]) =>
  services.includes('cloudwatch.amazonaws.com') ? {} : ({ severity: 'warning' } as const);

const USES = ['kms:Decrypt', 'kms:GenerateDataKey'];
