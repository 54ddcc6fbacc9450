import { DATA_STORES } from '../../lib/aws/data/data-stores';
import { isInCluster } from '../../lib/aws/data/rds';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

interface Protection {
  property: string;
  /** What turns it on; true if not said. */
  on?: string;
  /** It is on where nothing is said. */
  byDefault?: true;
  /** It can be spared. */
  isMinor?: true;
  /** Something else protects it. */
  unless?: (resource: Resource) => boolean;
}

const protection: Protection = { property: 'DeletionProtection' };

/**
 * The types that hold data and have a protection of their own. What a global cluster or a graph does by
 * default is on no page; DynamoDB, RDS, DocumentDB, Neptune and CloudWatch Logs leave it off.
 */
const PROTECTIONS: { readonly [type: string]: Protection } = {
  // A cluster is protected as a whole, and a replica has the data of its source.
  'AWS::RDS::DBInstance': {
    ...protection,
    unless: (instance) => isInCluster(instance) || instance.get('SourceDBInstanceIdentifier').isGiven,
  },
  'AWS::RDS::DBCluster': protection,
  'AWS::RDS::GlobalCluster': protection,
  'AWS::DocDB::DBCluster': protection,
  'AWS::DocDB::GlobalCluster': protection,
  'AWS::Neptune::DBCluster': protection,
  'AWS::Neptune::GlobalCluster': protection,
  'AWS::NeptuneGraph::Graph': protection,
  'AWS::DynamoDB::Table': { property: 'DeletionProtectionEnabled' },
  'AWS::DynamoDB::GlobalTable': { property: 'Replicas[].DeletionProtectionEnabled' },
  'AWS::Cognito::UserPool': { ...protection, on: 'ACTIVE' },
  'AWS::DSQL::Cluster': { property: 'DeletionProtectionEnabled', byDefault: true },
  'AWS::CloudTrail::EventDataStore': { property: 'TerminationProtectionEnabled', byDefault: true },
  // Its default is on no page.
  'AWS::OpenSearchServerless::Collection': { ...protection, on: 'ENABLED', byDefault: true },
  'AWS::VerifiedPermissions::PolicyStore': {
    property: 'DeletionProtection.Mode',
    on: 'ENABLED',
    isMinor: true,
  },
  'AWS::Logs::LogGroup': { property: 'DeletionProtectionEnabled', isMinor: true },
};

export default rule({
  id: 'deletion-protection-enabled',
  title: 'Primary data stores are protected from deletion',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  resources: Object.keys(PROTECTIONS),
  why: 'A deletion policy only binds CloudFormation; the protection of the service also stops a script, or a person in the console, who has the wrong database before them.',
  fix: 'Turn on the deletion protection of the service for what is in production.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html#cfn-logs-loggroup-deletionprotectionenabled',
  ],

  check: (resource) => {
    const { property, on = true, byDefault, isMinor, unless } = PROTECTIONS[resource.type] as Protection;
    return resource
      .all(property)
      .map((place) =>
        place
          .expect((value) =>
            value.is(on) || (byDefault && value.isAbsent)
              ? undefined
              : fail(
                  `nothing stops its deletion: ${said(value)}`,
                  isMinor || isDerived(resource) ? { severity: 'info' } : {},
                ),
          )
          .unless(() => unless?.(resource) === true),
      );
  },
});

const isDerived = (resource: Resource) => DATA_STORES[resource.type]?.isDerived?.(resource) === true;

const said = (value: Value): string => {
  const name = value.path.replace(/^Properties\./, '');
  return value.isPresent ? `${name} is ${value.outline}` : `${name} is not set`;
};
