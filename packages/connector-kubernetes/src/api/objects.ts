// What the connector reads of the objects of Kubernetes; the API server sends more.

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFields[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** What a controller tells of an object, such as why it cannot make pods. */
export interface CoreEvent extends KubernetesObject {
  readonly reason?: string;
  readonly message?: string;
  /** How often it was told. */
  readonly count?: number;
}

export interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly time?: string;
  /** Which fields it has set. */
  readonly fieldsV1?: FieldTree;
}

/** Fields of an object: `f:spec` leads to those below it, `k:{"name":"main"}` to an item of a list. */
export interface FieldTree {
  readonly [key: string]: FieldTree;
}

export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly EnvironmentVariable[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

/** A Deployment or a StatefulSet. */
export interface WorkloadObject extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
    readonly minReadySeconds?: number;
    readonly selector: LabelSelector;
    readonly template: {
      readonly metadata?: Partial<ObjectMeta>;
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly updateRevision?: string;
    readonly currentRevision?: string;
    readonly conditions?: readonly Condition[];
  };
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly image?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string; readonly containers: readonly Container[] };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Lease extends KubernetesObject {
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

export interface Autoscaler extends KubernetesObject {
  readonly spec: {
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string }; // of a HorizontalPodAutoscaler
    readonly targetRef?: { readonly kind: string; readonly name: string }; // of a VerticalPodAutoscaler
    readonly updatePolicy?: { readonly updateMode?: string };
  };
}

export interface Namespace extends KubernetesObject {
  readonly status?: { readonly phase?: string };
}

export interface ResourceQuota extends KubernetesObject {
  readonly spec: { readonly scopes?: readonly string[]; readonly scopeSelector?: object };
  readonly status?: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

export interface LimitRangeItem {
  readonly type: string;
  readonly min?: Readonly<Record<string, string>>;
  readonly max?: Readonly<Record<string, string>>;
}

export interface LimitRange extends KubernetesObject {
  readonly spec: { readonly limits: readonly LimitRangeItem[] };
}

export interface AccessReview {
  readonly status?: { readonly allowed: boolean; readonly reason?: string };
}
