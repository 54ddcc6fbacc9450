import { isDeadLetterQueue } from '../../lib/aws/alarms/components';
import { asynchronousCaller, capturesFailures } from '../../lib/aws/functions/asynchronous-calls';
import { FUNCTIONS, isOfDeployment } from '../../lib/aws/functions/functions';
import { isNamed } from '../../lib/aws/named-resources';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import { isTaken } from '../../lib/model/references';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const QUEUE = 'AWS::SQS::Queue';

export default rule({
  id: 'lambda-failures-captured',
  title: 'Events that a Lambda function fails to handle are kept',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LAMBDA-ERRORS',
  resources: [...FUNCTIONS, MAPPING, QUEUE],
  why: 'Nobody waits for the answer when an event calls a function: after two retries Lambda drops it, and an order or a file is lost without a trace.',
  fix: 'Give the function a DeadLetterConfig or an EventInvokeConfig with an on-failure destination, the mapping of a stream an on-failure destination, and the queue that it reads a RedrivePolicy.',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
    // The dead-letter queue of a rule or a subscription only takes what could not be handed to Lambda.
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-scheduledeadletterconfig.html',
  ],

  check: (resource) => {
    if (resource.type === QUEUE) return ofQueue(resource);
    if (resource.type === MAPPING) return ofStream(resource);
    return isOfDeployment(resource) ? undefined : [ofCalls(resource), ...ofStreamsOfSam(resource)];
  },
});

/** Who calls it through an API, a queue or a state machine hears of the error. */
const ofCalls = (lambda: Resource): Expectation =>
  lambda.attribute('Properties').expect((): Outcome | undefined => {
    const caller = asynchronousCaller(lambda);
    if (caller === undefined || capturesFailures(lambda)) return undefined;
    return fail(
      `events of ${caller} that the function fails to handle are lost: it has no dead-letter queue or on-failure destination`,
    );
  });

const ON_FAILURE = 'DestinationConfig.OnFailure.Destination';
const keepsFailures = (destination: Value): Outcome | undefined =>
  isNamed(destination)
    ? undefined
    : fail(
        'records of the stream that the function fails to handle are lost: the mapping has no on-failure destination',
      );

/**
 * Streams and topics of Kafka have a position to start at, which queues do not take. So have change streams of
 * DocumentDB, but no such destination.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
const ofStream = (mapping: Resource): Expectation =>
  mapping
    .property(ON_FAILURE)
    .expect(keepsFailures)
    .when(() => mapping.get('StartingPosition').isPresent)
    .unless(() => mapping.get('DocumentDBEventSourceConfig').isPresent);

const ofStreamsOfSam = (lambda: Resource): Expectation[] =>
  lambda.all('Events.*').map((event) =>
    event
      .property(`Properties.${ON_FAILURE}`)
      .expect(keepsFailures)
      .when(() => event.value.get('Properties.StartingPosition').isPresent)
      .unless(() => event.value.get('Type').is('DocumentDB')),
  );

/** The queue takes messages back and hands them out again until they expire, unless a policy moves them on. */
function ofQueue(queue: Resource): Expectation | undefined {
  const readers = queue.referrers.filter(({ from, path }) => READS.test(`${from.type} ${path}`));
  if (readers.length === 0) return undefined;
  return queue
    .property('RedrivePolicy')
    .expect((policy) =>
      policy.isPresent
        ? undefined
        : fail(
            'messages that the function fails to handle come back until they expire: the queue has no RedrivePolicy',
          ),
    )
    .when(() => readers.some(isTaken) && !isDeadLetterQueue(queue));
}

const READS =
  /^AWS::Lambda::EventSourceMapping Properties\.EventSourceArn$|^AWS::Serverless::Function Properties\.Events\.\w+\.Properties\.Queue$/;
