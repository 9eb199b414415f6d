import type { KubernetesObject } from './objects.js';
import type { Resource } from './resource.js';

/** Which object is meant. */
export interface ObjectKey<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  /** Absent for objects of the cluster itself. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Which objects are meant. */
export interface ListKey<T extends KubernetesObject> {
  readonly resource: Resource<T>;
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** Objects, and the state of the cluster in which they were. */
export interface ObjectList<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

export interface WriteOptions {
  /** The API server checks everything, and stores nothing. */
  readonly dryRun?: boolean;
  /** Throws when nothing may be written any more; is asked before each sending, the first and each that follows. */
  readonly guard?: (() => void) | undefined;
  readonly signal: AbortSignal;
}

export interface WatchOptions {
  readonly resourceVersion: string;
  /** The API server ends the watch after so many seconds. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** What a watch tells; a bookmark has an object of which only the resourceVersion counts. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

export interface LogOptions {
  readonly container: string;
  /** The run before the last restart. */
  readonly previous: boolean;
  readonly lines: number;
  readonly bytes: number;
  readonly signal: AbortSignal;
}

/**
 * What the connector asks of a cluster. Each method throws {@link ApiError}; reads are tried again while the API server
 * cannot be reached, except logs; writes only when it said that it did nothing.
 */
export interface KubernetesApi {
  /** Where the API server is, for messages. */
  readonly server: string;
  version(signal: AbortSignal): Promise<{ readonly major: string; readonly minor: string; readonly platform: string }>;
  get<T extends KubernetesObject>(key: ObjectKey<T>, signal: AbortSignal): Promise<T>;
  list<T extends KubernetesObject>(key: ListKey<T>, signal: AbortSignal): Promise<ObjectList<T>>;
  /** Yields events until the API server ends the watch; throws {@link ApiError} with status 410 when it is too old. */
  watch<T extends KubernetesObject>(key: ListKey<T>, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubernetesObject>(
    key: Omit<ObjectKey<T>, 'name'>,
    object: object,
    options: WriteOptions,
  ): Promise<T>;
  /** Replaces a whole object; for objects that are the connector's own. */
  replace<T extends KubernetesObject>(key: ObjectKey<T>, object: object, options: WriteOptions): Promise<T>;
  /** Merges a part into an object; lists such as containers are merged by name. */
  patch<T extends KubernetesObject>(key: ObjectKey<T>, patch: object, options: WriteOptions): Promise<T>;
  /** Deletes an object, if it is still the one with this uid. */
  delete<T extends KubernetesObject>(key: ObjectKey<T>, uid: string | undefined, options: WriteOptions): Promise<void>;
  log(namespace: string, pod: string, options: LogOptions): Promise<string>;
  /** Creates a review of the API server's own and returns its answer. */
  review<T>(path: string, object: object, signal: AbortSignal): Promise<T>;
}
