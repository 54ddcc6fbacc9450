import { join } from 'node:path';
import { App, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SnsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

/** Folio & Fern, a bookshop on the web: load balancer, web servers, database and order confirmations. */
class Bookshop extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Folio & Fern, a bookshop on the web', terminationProtection: true });

    const operations = new sns.Topic(this, 'Operations', {
      displayName: 'Folio & Fern operations',
      enforceSSL: true,
    });
    operations.addSubscription(new EmailSubscription('operations@foliofern.example'));
    // Any topic policy, and enforceSSL makes one, ends the default that lets alarms publish.
    operations.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));

    const accessLogs = new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const paymentAccount = new secretsmanager.Secret(this, 'PaymentAccount', {
      description: 'Account with the payment provider, entered by hand',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const mailAccount = new secretsmanager.Secret(this, 'MailAccount', {
      description: 'Password of the mail account that sends order confirmations, entered by hand',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const imageAccount = new secretsmanager.Secret(this, 'ImageAccount', {
      description: 'Password of the shop at the image service, entered by hand',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const sessionSecret = new secretsmanager.Secret(this, 'SessionSecret', {
      description: "Signs the readers' session cookies",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const rotatedByHand = (secret: secretsmanager.Secret, reason: string) =>
      Validations.of(secret).acknowledge(
        { id: 'competency-nag::secrets-rotation-configured', reason },
        { id: 'AwsSolutions::AwsSolutions-SMG4', reason },
      );
    for (const account of [paymentAccount, mailAccount, imageAccount])
      rotatedByHand(
        account,
        'The provider has no interface to change the password; the bookkeeper does so every quarter.',
      );
    rotatedByHand(
      sessionSecret,
      'A new secret signs every reader out; it is replaced at night with the quarterly release.',
    );

    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      flowLogs: { all: { destination: ec2.FlowLogDestination.toS3(accessLogs, 'network') } },
    });

    const inside = ec2.AclCidr.ipv4(vpc.vpcCidrBlock);
    const anywhere = ec2.AclCidr.anyIpv4();
    const answers = ec2.AclTraffic.tcpPortRange(1024, 65535);
    const { EGRESS, INGRESS } = ec2.TrafficDirection;
    const acl = (
      name: string,
      subnetType: ec2.SubnetType,
      entries: [name: string, direction: ec2.TrafficDirection, traffic: ec2.AclTraffic, cidr: ec2.AclCidr][],
    ) => {
      const networkAcl = new ec2.NetworkAcl(this, name, { vpc, subnetSelection: { subnetType } });
      Validations.of(networkAcl).acknowledge({
        id: 'AwsSolutions::AwsSolutions-VPC3',
        reason: "A second line of defence, which AWS's checklists for partners ask for.",
      });
      for (const [index, [id, direction, traffic, cidr]] of entries.entries())
        networkAcl.addEntry(id, { ruleNumber: 100 + 10 * index, direction, traffic, cidr });
    };
    acl('PublicAcl', ec2.SubnetType.PUBLIC, [
      ['In', INGRESS, ec2.AclTraffic.tcpPort(443), anywhere],
      ['InRedirected', INGRESS, ec2.AclTraffic.tcpPort(80), anywhere],
      ['InAnswers', INGRESS, answers, anywhere],
      ['Out', EGRESS, ec2.AclTraffic.tcpPort(443), anywhere],
      ['OutServers', EGRESS, ec2.AclTraffic.tcpPort(8080), inside],
      ['OutAnswers', EGRESS, answers, anywhere],
    ]);
    acl('PrivateAcl', ec2.SubnetType.PRIVATE_WITH_EGRESS, [
      ['In', INGRESS, ec2.AclTraffic.tcpPortRange(0, 65535), inside],
      ['InAnswers', INGRESS, answers, anywhere],
      ['Out', EGRESS, ec2.AclTraffic.tcpPortRange(0, 65535), inside],
      ['OutRequests', EGRESS, ec2.AclTraffic.tcpPort(443), anywhere],
    ]);

    const database = new rds.DatabaseInstance(this, 'Database', {
      vpc,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.M6G, ec2.InstanceSize.LARGE),
      databaseName: 'shop',
      port: 5433,
      credentials: rds.Credentials.fromUsername('shop'),
      manageMasterUserPassword: true,
      multiAz: true,
      storageEncrypted: true,
      backupRetention: Duration.days(35),
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });

    const baskets = new dynamodb.Table(this, 'Baskets', {
      partitionKey: { name: 'reader', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const covers = new s3.Bucket(this, 'Covers', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'covers/',
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const orderMailerLogs = new logs.LogGroup(this, 'OrderMailerLogs', {
      retention: logs.RetentionDays.THREE_MONTHS,
      deletionProtectionEnabled: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const orderMailer = new lambda.Function(this, 'OrderMailer', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      role: new iam.Role(this, 'OrderMailerRole', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      }),
      logGroup: orderMailerLogs,
      onFailure: new SnsDestination(operations),
      environment: {
        MAIL_URL: 'https://mail.foliofern.internal/send',
        MAIL_SECRET_ARN: mailAccount.secretArn,
      },
      code: lambda.Code.fromInline(`
        const { SecretsManager } = require('@aws-sdk/client-secrets-manager');
        const { MAIL_URL, MAIL_SECRET_ARN } = process.env;
        exports.handler = async ({ to, title }) => {
          const { SecretString } = await new SecretsManager().getSecretValue({ SecretId: MAIL_SECRET_ARN });
          const reply = await fetch(MAIL_URL, {
            method: 'POST',
            headers: { authorization: 'Basic ' + btoa('orders:' + SecretString) },
            body: JSON.stringify({ to, subject: title + ' is on its way to you' }),
          });
          if (!reply.ok) throw new Error('The mail server answered ' + reply.status);
        };`),
    });
    orderMailerLogs.grantWrite(orderMailer);
    mailAccount.grantRead(orderMailer);

    const thumbnailsLogs = new logs.LogGroup(this, 'ThumbnailsLogs', {
      retention: logs.RetentionDays.THREE_MONTHS,
      deletionProtectionEnabled: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const thumbnails = new lambda.DockerImageFunction(this, 'Thumbnails', {
      timeout: Duration.seconds(30),
      role: new iam.Role(this, 'ThumbnailsRole', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      }),
      logGroup: thumbnailsLogs,
      environment: {
        IMAGE_SERVICE: 'https://images.foliofern.internal/covers',
        IMAGE_SERVICE_SECRET_ARN: imageAccount.secretArn,
      },
      code: lambda.DockerImageCode.fromImageAsset(join(__dirname, 'thumbnails'), {
        buildSecrets: { npm: 'env=NPM_TOKEN' }, // as in docker build --secret id=npm,env=NPM_TOKEN
      }),
    });
    thumbnailsLogs.grantWrite(thumbnails);
    imageAccount.grantRead(thumbnails);

    const userData = ec2.UserData.forLinux();
    userData.addCommands(
      'dnf install -y aws-cfn-bootstrap nodejs22 ruby wget',
      `wget -qO /tmp/agent https://aws-codedeploy-${this.region}.s3.${this.region}.${this.urlSuffix}/latest/install`,
      'ruby /tmp/agent auto',
      'cat > /etc/shop.env <<SETTINGS',
      `DB_ADDRESS=${database.instanceEndpoint.socketAddress}`,
      `DB_SECRET_ARN=${database.secret?.secretArn}`,
      `SESSION_SECRET_ARN=${sessionSecret.secretArn}`,
      `PAYMENT_SECRET_ARN=${paymentAccount.secretArn}`,
      `BASKETS=${baskets.tableName}`,
      `COVERS=${covers.bucketName}`,
      'SETTINGS',
    );

    const webRole = new iam.Role(this, 'WebRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    webRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [covers.arnForObjects('*')],
      }),
    );
    Validations.of(webRole).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]',
        reason: 'The policy AWS keeps for Session Manager, which takes the place of SSH.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::<Covers71886580.Arn>/*]',
        reason: 'Every object in Covers is a book cover, and the shop reads and writes them all.',
      },
    );
    webRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [orderMailer.functionArn, thumbnails.functionArn],
      }),
    );
    baskets.grantReadWriteData(webRole);
    database.secret?.grantRead(webRole);
    sessionSecret.grantRead(webRole);
    paymentAccount.grantRead(webRole);

    const webSecurityGroup = new ec2.SecurityGroup(this, 'WebSecurityGroup', {
      vpc,
      description: 'Web servers',
    });
    database.connections.allowDefaultPortFrom(webSecurityGroup);

    const webServers = new autoscaling.AutoScalingGroup(this, 'WebServers', {
      vpc,
      minCapacity: 2,
      maxCapacity: 6,
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 1 }),
      signals: autoscaling.Signals.waitForMinCapacity({ timeout: Duration.minutes(10) }),
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: Duration.minutes(3),
      }),
      notifications: [{ topic: operations, scalingEvents: autoscaling.ScalingEvents.ALL }],
      launchTemplate: new ec2.LaunchTemplate(this, 'WebServer', {
        machineImage: ec2.MachineImage.latestAmazonLinux2023(),
        userData,
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM),
        role: webRole,
        securityGroup: webSecurityGroup,
        requireImdsv2: true,
        blockDevices: [
          { deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(20, { encrypted: true }) },
          { deviceName: '/dev/sdf', volume: ec2.BlockDeviceVolume.ebs(50, { encrypted: true }) },
        ],
      }),
    });
    userData.addSignalOnExitCommand(webServers);
    webServers.scaleOnCpuUtilization('Busy', { targetUtilizationPercent: 60 });

    const loadBalancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      internetFacing: true,
      dropInvalidHeaderFields: true,
    });
    Validations.of(loadBalancer).acknowledge({
      id: 'AwsSolutions::AwsSolutions-EC23',
      reason: 'The front door of a public shop: ports 80 (redirected) and 443 are open to everyone.',
    });
    loadBalancer.addRedirect();
    const webTargets = loadBalancer
      .addListener('Https', {
        port: 443,
        sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
        certificates: [
          new acm.Certificate(this, 'Certificate', {
            domainName: 'www.foliofern.example',
            validation: acm.CertificateValidation.fromDns(),
          }),
        ],
      })
      .addTargets('Web', {
        port: 8080,
        protocol: elb.ApplicationProtocol.HTTP,
        targets: [webServers],
        healthCheck: { path: '/health' },
      });

    // logAccessLogs() would need to know the Region; this does not.
    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', accessLogs.bucketName);
    loadBalancer.setAttribute('access_logs.s3.prefix', 'load-balancer');
    accessLogs.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [accessLogs.arnForObjects(`load-balancer/AWSLogs/${this.account}/*`)],
      }),
    );
    if (accessLogs.policy) loadBalancer.node.addDependency(accessLogs.policy);

    const visibility = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const managedRules = (name: string, priority: number, group: string) => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: group } },
      visibilityConfig: visibility(name),
    });
    const firewall = new wafv2.CfnWebACL(this, 'Firewall', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('shop'),
      rules: [
        managedRules('common-attacks', 0, 'AWSManagedRulesCommonRuleSet'),
        managedRules('bad-inputs', 1, 'AWSManagedRulesKnownBadInputsRuleSet'),
        managedRules('injected-sql', 2, 'AWSManagedRulesSQLiRuleSet'),
        {
          name: 'too-many-requests',
          priority: 3,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000 } },
          visibilityConfig: visibility('too-many-requests'),
        },
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'FirewallAssociation', {
      resourceArn: loadBalancer.loadBalancerArn,
      webAclArn: firewall.attrArn,
    });

    const alarm = (name: string, metric: cloudwatch.Metric, threshold: number, evaluationPeriods = 1) =>
      metric
        .createAlarm(this, name, {
          threshold,
          evaluationPeriods,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        })
        .addAlarmAction(new SnsAction(operations));
    alarm('ServerErrors', loadBalancer.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT), 10, 3);
    alarm('UnhealthyServers', webTargets.metrics.unhealthyHostCount(), 0, 3);
    alarm(
      'ServersBusy',
      new cloudwatch.Metric({
        namespace: 'AWS/EC2',
        metricName: 'CPUUtilization',
        dimensionsMap: { AutoScalingGroupName: webServers.autoScalingGroupName },
      }),
      85,
      3,
    );
    alarm('DatabaseBusy', database.metricCPUUtilization(), 80, 3);
    alarm('BasketsThrottled', baskets.metric('WriteThrottleEvents', { statistic: 'sum' }), 0);
    alarm('OrderMailerErrors', orderMailer.metricErrors(), 0);
    alarm('OrderMailerThrottles', orderMailer.metricThrottles(), 0);
    alarm('ThumbnailsErrors', thumbnails.metricErrors(), 0);
    alarm('ThumbnailsThrottles', thumbnails.metricThrottles(), 0);

    new CfnOutput(this, 'Address', { value: `https://${loadBalancer.loadBalancerDnsName}` });
    this.exportValue(webRole.roleName, { name: 'bookshop-WebRole' });
    this.exportValue(webServers.autoScalingGroupName, { name: 'bookshop-WebServers' });
    this.exportValue(webTargets.targetGroupName, { name: 'bookshop-WebTargets' });
    this.exportValue(loadBalancer.loadBalancerFullName, { name: 'bookshop-LoadBalancer' });
  }
}

// Buckets for logs get a bucket policy, as `cdk init` sets it up, and no access control list.
const app = new App({
  context: {
    '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
    '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  },
});
new Bookshop(app, 'Bookshop');
Validations.of(app).addPlugins(new CompetencyChecks());
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
