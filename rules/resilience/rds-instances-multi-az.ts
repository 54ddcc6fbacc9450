import { isInCluster } from '../../lib/aws/data/rds';
import { setToTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'rds-instances-multi-az',
  title: 'RDS instances have a standby in another Availability Zone',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: ['AWS::RDS::DBInstance'],
  why: 'With one instance the database is away for as long as its zone is, and for the minutes of every patch; RDS fails over to a standby by itself, and nothing is lost.',
  fix: 'Set MultiAZ to true, and leave AvailabilityZone out.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_SQLServerMultiAZ.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-multiaz',
  ],

  check: (instance) =>
    instance
      .property('MultiAZ')
      .expect((multiAz) => {
        if (multiAz.is(true)) return undefined;
        if (!isSqlServer(instance)) return withoutStandby(multiAz);
        if (isExpress(instance)) return fail('SQL Server Express allows no standby: choose another edition');
        const options = instance.get('OptionGroupName');
        if (isElsewhere(options))
          return review(
            `without MultiAZ, only the option Mirroring of its option group gives the database a standby: look for it in ${options.outline}`,
          );
        return hasMirroring(options) ? undefined : withoutStandby(multiAz);
      })
      .unless(() => isInCluster(instance) || isReplica(instance)),
});

const withoutStandby = setToTrue('the database has no standby in another Availability Zone');

/** A copy for reading, and not a database restored to a point in time. */
const isReplica = (instance: Resource): boolean =>
  ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'].some((name) => instance.get(name).isGiven) &&
  !instance.get('RestoreTime').isGiven &&
  !instance.get('UseLatestRestorableTime').is(true);

/** No way of mirroring is there for Express. */
const isExpress = (instance: Resource): boolean => instance.get('Engine').matches(/^sqlserver-ex$/i);

/** SQL Server is mirrored to another zone by an option of its option group, which MultiAZ adds as well. */
const isSqlServer = (instance: Resource): boolean =>
  instance.get('Engine').matches(/^(?:custom-)?sqlserver-/i);

const hasMirroring = (group: Value): boolean =>
  group.reference?.resource
    .get('OptionConfigurations')
    .items()
    .some((option) => option.get('OptionName').is('Mirroring')) === true;

/** Neither a group of the app, nor one that AWS makes, which has no options: `default:sqlserver-se-15-00`. */
const isElsewhere = (group: Value): boolean =>
  group.isGiven && !group.reference && !group.matches(/^default:/);
