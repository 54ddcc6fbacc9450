import { App, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

const MANAGEMENT_ACCOUNT = '111122223333';
const LOG_ARCHIVE_ACCOUNT = '444455556666';
const AUDITOR_ACCOUNT = '666677778888';
const RECORDS = 'foliofern-records';
const TRAIL = 'foliofern';

/** The account that keeps what was done in all the others. */
class LogArchive extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { description: 'What was done in the accounts of Folio & Fern', ...props });

    const accessLogs = new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const records = new s3.Bucket(this, 'Records', {
      bucketName: RECORDS,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(365)),
      serverAccessLogsBucket: accessLogs,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const cloudTrail = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
    const ofTrail = {
      StringEquals: {
        'aws:SourceArn': `arn:${this.partition}:cloudtrail:${this.region}:${MANAGEMENT_ACCOUNT}:trail/${TRAIL}`,
      },
    };
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [records.bucketArn],
        conditions: ofTrail,
      }),
    );
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [records.arnForObjects(`AWSLogs/${MANAGEMENT_ACCOUNT}/*`)],
        conditions: ofTrail,
      }),
    );
  }
}

/** What the accounts of Folio & Fern stand on: who did what, and who may come in to look at it. */
class LandingZone extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { description: 'What the accounts of Folio & Fern stand on', ...props });

    const trailLogs = new logs.LogGroup(this, 'TrailLogs', {
      retention: logs.RetentionDays.ONE_YEAR,
      deletionProtectionEnabled: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new cloudtrail.Trail(this, 'Trail', {
      trailName: TRAIL,
      bucket: s3.Bucket.fromBucketName(this, 'Records', RECORDS),
      managementEvents: cloudtrail.ReadWriteType.ALL,
      isMultiRegionTrail: true,
      enableFileValidation: true,
      sendToCloudWatchLogs: true,
      cloudWatchLogGroup: trailLogs,
    });

    const operations = new sns.Topic(this, 'Operations', {
      displayName: 'Folio & Fern operations',
      enforceSSL: true,
    });
    operations.addSubscription(new EmailSubscription('operations@foliofern.example'));
    // Any topic policy, and enforceSSL makes one, ends the default that lets alarms publish.
    operations.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));
    new logs.MetricFilter(this, 'RootSignIns', {
      logGroup: trailLogs,
      filterPattern: logs.FilterPattern.stringValue('$.userIdentity.type', '=', 'Root'),
      metricNamespace: 'foliofern',
      metricName: 'RootSignIns',
    })
      .metric({ statistic: 'sum', period: Duration.minutes(5) })
      .createAlarm(this, 'RootSignInsAlarm', {
        alarmDescription: 'Somebody uses the root user',
        threshold: 0,
        evaluationPeriods: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      })
      .addAlarmAction(new SnsAction(operations));

    const auditorId = new CfnParameter(this, 'AuditorId', {
      description: 'What the auditor shows to be let in, so that nobody else is let in in its name',
    });
    const auditor = new iam.Role(this, 'AuditorRole', {
      assumedBy: new iam.AccountPrincipal(AUDITOR_ACCOUNT).withConditions({
        StringEquals: { 'sts:ExternalId': auditorId.valueAsString },
      }),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit')],
    });
    Validations.of(auditor).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/SecurityAudit]',
      reason: 'The policy AWS keeps for auditors, who look at how everything is set up, and at no data.',
    });
  }
}

const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
const logArchive = new LogArchive(app, 'LogArchive', {
  env: { account: LOG_ARCHIVE_ACCOUNT },
  terminationProtection: true,
});
new LandingZone(app, 'LandingZone', {
  env: { account: MANAGEMENT_ACCOUNT },
  terminationProtection: true,
}).addStackDependency(logArchive);
Validations.of(app).addPlugins(new CompetencyChecks());
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
