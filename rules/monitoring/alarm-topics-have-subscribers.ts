import { ALARM_TYPES } from '../../lib/aws/alarms/alarms';
import type { Resource } from '../../lib/model/entity';
import { isTaken } from '../../lib/model/references';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'alarm-topics-have-subscribers',
  title: 'Somebody subscribes to the topics of alarms',
  severity: 'warning',
  control: 'ALARMS-SNS',
  alsoControls: ['MONITORING-CENTRAL'],
  resources: ['AWS::SNS::Topic'],
  why: 'SNS drops a message to a topic without subscriptions: the alarm goes off, and nobody hears it.',
  fix: 'Subscribe an endpoint of the people on call to the topic: an e-mail address, a chat channel, an HTTPS endpoint of the paging service. Where that is done by hand, say so in a waiver.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html',
  ],

  check: (topic) => {
    if (!topic.referrers.some(({ from, path }) => isOfAlarm(from.type, path))) return undefined;
    return topic
      .property('Subscription')
      .expect((inline) => {
        if (inline.items().length > 0 || hasSubscriber(topic)) return undefined;
        return fail(
          `nobody subscribes to the topic, which ${firstAlarm(topic)?.logicalId} tells when it goes off`,
        );
      })
      .when(() => firstAlarm(topic) !== undefined);
  },
});

const isOfAlarm = (type: string, path: string): boolean =>
  ALARM_TYPES.includes(type) && path === 'Properties.AlarmActions';

/** An alarm that tells the topic, in the scenario being looked at. */
const firstAlarm = (topic: Resource): Resource | undefined =>
  topic.referrers.filter(({ from, path }) => isOfAlarm(from.type, path)).find(isTaken)?.from;

const hasSubscriber = (topic: Resource): boolean =>
  topic.referrers.filter(({ from, path }) => SUBSCRIBES.test(`${from.type} ${path}`)).some(isTaken);

/** Subscriptions, channels of Chatbot, functions of SAM, and whatever a custom resource does with the topic. */
const SUBSCRIBES =
  /^AWS::SNS::Subscription Properties\.TopicArn$|^AWS::Chatbot::\w+ Properties\.SnsTopicArns$|^AWS::Serverless::Function Properties\.Events\.|^(Custom::|AWS::CloudFormation::CustomResource )/;
