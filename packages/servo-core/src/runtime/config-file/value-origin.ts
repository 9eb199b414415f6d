/** Where a value of the configuration came from. */
export type ValueOrigin =
  | { readonly kind: 'default' }
  | {
      readonly kind: 'file';
      readonly file: string;
      /** 1-based, as the column. */
      readonly line: number;
      readonly column: number;
      /** The environment variables that were filled in there. */
      readonly variables: readonly string[];
    }
  | { readonly kind: 'variable'; readonly variable: string }
  | {
      readonly kind: 'secret-file';
      /** The whole path of the file that the value was read from. */
      readonly file: string;
    };
