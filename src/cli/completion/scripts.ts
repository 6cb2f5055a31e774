/**
 * For each shell, the script that makes its tab key ask `lvsctl complete -- WORDS`. The last word is the one that is being typed. The answer is a line for each
 * word that fits, with a tab and its meaning. The line `:files` asks the shell for its own files too.
 */
export const scripts: Readonly<Record<string, string>> = {
	// COMP_WORDS works without the package bash-completion
	bash: `# lvsctl: completion for bash. Usage: source <(lvsctl completion bash)
_lvsctl() {
	local word
	COMPREPLY=()
	compopt +o default
	while IFS=$'\\t' read -r word _; do
		if [[ $word == :files ]]; then compopt -o default; else COMPREPLY+=("$word"); fi
	done < <(lvsctl complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _lvsctl lvsctl
`,
	zsh: `#compdef lvsctl
# lvsctl: completion for zsh. Usage: source <(lvsctl completion zsh)
_lvsctl() {
	local line
	local -a offered
	for line in "\${(@f)$(lvsctl complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
		case $line in
		:files) _files ;;
		?*) offered+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
		esac
	done
	(( $#offered )) && _describe lvsctl offered
}
compdef _lvsctl lvsctl
`,
	fish: `# lvsctl: completion for fish. Usage: lvsctl completion fish | source
function __lvsctl_offered
	set -l words (commandline -opc) (commandline -ct)
	for line in (lvsctl complete -- $words[2..] 2>/dev/null)
		if test "$line" = :files
			__fish_complete_path (commandline -ct)
		else
			echo $line
		end
	end
end
complete -c lvsctl -f -a '(__lvsctl_offered)'
`,
};
