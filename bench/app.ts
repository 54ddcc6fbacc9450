import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

/** Ten stacks of about 97 resources each, all of which tell the first one's topic of their alarms. */
export function build(app: App): void {
  const first = new Shop(app, 'Shop0', { kept: true });
  for (let number = 1; number < 10; number++)
    new Shop(app, `Shop${number}`, { kept: number % 3 !== 2, alarms: first.alarms });
}

interface ShopProps {
  /** Two in three are kept as the guidance wants it, the third is not. */
  kept: boolean;
  alarms?: sns.ITopic;
}

class Shop extends Stack {
  readonly alarms: sns.ITopic;

  constructor(scope: Construct, id: string, { kept, alarms }: ShopProps) {
    super(scope, id);
    const removalPolicy = kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const key = new kms.Key(this, 'Key', { enableKeyRotation: kept, removalPolicy });
    this.alarms = alarms ?? new sns.Topic(this, 'Alarms', { masterKey: key });

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const secret = new secretsmanager.Secret(this, 'Secret', { encryptionKey: key });
    new rds.DatabaseInstance(this, 'Database', {
      vpc,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      storageEncrypted: kept,
      multiAz: kept,
      backupRetention: Duration.days(kept ? 30 : 0),
      removalPolicy,
    });
    new efs.FileSystem(this, 'Files', { vpc, encrypted: kept, removalPolicy });

    const tables = ['Orders', 'Customers'].map(
      (name) =>
        new dynamodb.Table(this, name, {
          partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
          billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: kept },
          removalPolicy,
        }),
    );
    const buckets = ['Pictures', 'Invoices'].map(
      (name) =>
        new s3.Bucket(this, name, {
          versioned: kept,
          enforceSSL: kept,
          encryptionKey: key,
          ...(kept && { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL }),
          removalPolicy,
        }),
    );
    const stream = new kinesis.Stream(this, 'Clicks', { encryption: kinesis.StreamEncryption.KMS });

    const topic = new sns.Topic(this, 'Sold', kept ? { masterKey: key } : {});
    const letters = new sqs.Queue(this, 'DeadLetters', { enforceSSL: kept });
    const queue = new sqs.Queue(this, 'Work', {
      encryptionMasterKey: key,
      deadLetterQueue: { queue: letters, maxReceiveCount: 3 },
    });
    topic.addSubscription(new SqsSubscription(queue));

    const functions = ['Take', 'Bill', 'Ship'].map((name) => {
      const logGroup = new logs.LogGroup(this, `${name}Log`, {
        removalPolicy,
        ...(kept && { retention: logs.RetentionDays.ONE_YEAR }),
      });
      const one = new lambda.Function(this, name, {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline(`exports.handler = async () => '${name}';`),
        logGroup,
        environment: { SECRET: secret.secretArn, QUEUE: queue.queueUrl },
        tracing: kept ? lambda.Tracing.ACTIVE : lambda.Tracing.DISABLED,
      });
      for (const table of tables) table.grantReadWriteData(one);
      for (const bucket of buckets) bucket.grantRead(one);
      queue.grantSendMessages(one);
      stream.grantWrite(one);
      one
        .metricErrors()
        .createAlarm(this, `${name}Fails`, { threshold: 1, evaluationPeriods: 3 })
        .addAlarmAction(new SnsAction(this.alarms));
      new events.Rule(this, `${name}Daily`, {
        schedule: events.Schedule.rate(Duration.days(1)),
        targets: [new targets.LambdaFunction(one)],
      });
      return one;
    });
    const [take, bill] = functions as [lambda.Function, lambda.Function];

    const api = new apigateway.RestApi(this, 'Api', { cloudWatchRole: false });
    api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(take));

    new ApplicationLoadBalancedFargateService(this, 'Web', {
      vpc,
      taskImageOptions: { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29') },
      publicLoadBalancer: !kept,
      desiredCount: 2,
      ...(kept && { circuitBreaker: { rollback: true } }),
    });

    new cloudfront.Distribution(this, 'Site', {
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(buckets[0] as s3.Bucket),
        viewerProtocolPolicy: kept
          ? cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
          : cloudfront.ViewerProtocolPolicy.ALLOW_ALL,
      },
    });
    new stepfunctions.StateMachine(this, 'Return', {
      definitionBody: stepfunctions.DefinitionBody.fromChainable(
        new LambdaInvoke(this, 'Refunding', { lambdaFunction: bill }),
      ),
    });
    new ssm.StringParameter(this, 'Setting', { stringValue: kept ? 'low' : 'high' });
    if (kept)
      backup.BackupPlan.daily35DayRetention(this, 'Backups').addSelection('Tables', {
        resources: tables.map((table) => backup.BackupResource.fromDynamoDbTable(table)),
      });
    new cloudwatch.Dashboard(this, 'Overview', {
      widgets: [functions.map((one) => new cloudwatch.GraphWidget({ left: [one.metricDuration()] }))],
    });
  }
}
