/** The shells that words can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** A shell that words can be completed in. */
export type Shell = (typeof shells)[number];

/** The first word of a command line that asks what may follow the others. */
export const completionRequest = '--complete';

const scripts: Readonly<Record<Shell, string>> = {
  bash: `_servo() {
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(servo ${completionRequest} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _servo servo`,
  zsh: `#compdef servo
_servo() {
  local -a found
  found=("\${(@f)$(servo ${completionRequest} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $found[1] ]]; then compadd -a found; else _files; fi
}
compdef _servo servo`,
  fish: `complete -c servo -f -a '(servo ${completionRequest} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c servo -s c -l config-file -r -F
complete -c servo -l log-file -r -F`,
};

/** The script that lets a shell complete the words after `servo`. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
