import { fixedCapacityOf } from '../../lib/aws/data/table-capacity';
import type { Resource } from '../../lib/model/entity';
import type { Expectation } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

const TABLES: { readonly [type: string]: (table: Resource) => Expectation[] } = {
  'AWS::DynamoDB::Table': (table) => [scalesByTargets(table, 'BillingMode')],
  // On demand unless it says otherwise, by the rules of SAM.
  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html
  'AWS::Serverless::SimpleTable': (table) => [
    scalesByTargets(table, 'ProvisionedThroughput').when(() => table.get('ProvisionedThroughput').isPresent),
  ],
  // Writes cannot be provisioned without auto scaling, reads of a replica can.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-globaltable-readprovisionedthroughputsettings.html
  'AWS::DynamoDB::GlobalTable': (table) =>
    ['Replicas[]', 'Replicas[].GlobalSecondaryIndexes[]']
      .flatMap((path) => table.all(`${path}.ReadProvisionedThroughputSettings`))
      .map((reads) =>
        reads
          .property('ReadCapacityUnits')
          .expect((units) =>
            units.isPresent && !isOnDemand(table)
              ? fail(`reads are fixed at ${units.outline} units`)
              : undefined,
          ),
      ),
  'AWS::Cassandra::Table': (table) =>
    ['Read', 'Write'].map((kind) =>
      table
        .property(`AutoScalingSpecifications.${kind}CapacityAutoScaling`)
        .expect((scaling) =>
          scaling.isAbsent || scaling.get('AutoScalingDisabled').is(true)
            ? fail(`nothing scales the provisioned ${kind.toLowerCase()} capacity`)
            : undefined,
        )
        .when(() => table.get('BillingMode.Mode').is('PROVISIONED')),
    ),
};

export default rule({
  id: 'dynamodb-capacity-scales',
  title: 'Capacity of tables follows their load',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'SCALING',
  resources: Object.keys(TABLES),
  why: 'Requests above a fixed capacity are throttled, and capacity that is not used is paid for all the same.',
  fix: 'Set BillingMode to PAY_PER_REQUEST, or register scalable targets with target-tracking policies for reads and writes of the table and of each index.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html#cfn-dynamodb-table-billingmode',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
    'https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html',
  ],

  check: (table) => TABLES[table.type]?.(table),
});

/** Provisioned is the default. */
const isOnDemand = (table: Resource): boolean => table.get('BillingMode').is('PAY_PER_REQUEST');

const scalesByTargets = (table: Resource, property: string): Expectation =>
  table.property(property).expect((value) => {
    if (isOnDemand(table)) return undefined;
    const fixed = fixedCapacityOf(table);
    return fixed.length > 0
      ? fail(
          `${value.isPresent ? '' : `${property} is not set, so `}capacity is provisioned, and nothing scales ${fixed.join(', ')}`,
        )
      : undefined;
  });
