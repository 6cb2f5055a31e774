/** A call of ipvsadm. */
export interface Called {
	/** The words after the program's name. */
	readonly words: readonly string[];
	/** Where it runs, if not here: `ip netns exec lb`. Each place has a table of its own. */
	readonly place: string;
}

const isProgram = (word: string) => /^(\S*\/)?ipvsadm$/.test(word);

/** Programs that run another one, the options of each that take a value, and how many words stand before the other program. */
const launchers: Readonly<
	Record<
		string,
		{
			readonly valued: string;
			readonly names: number;
			readonly elsewhere?: boolean;
		}
	>
> = {
	sudo: { valued: "ugpCTRDh", names: 0 },
	doas: { valued: "uC", names: 0 },
	exec: { valued: "a", names: 0 },
	command: { valued: "", names: 0 },
	time: { valued: "fo", names: 0 },
	nohup: { valued: "", names: 0 },
	env: { valued: "uCS", names: 0 },
	nice: { valued: "n", names: 0 },
	ip: { valued: "", names: 3, elsewhere: true },
	nsenter: { valued: "tSG", names: 0, elsewhere: true },
	docker: { valued: "uew", names: 2, elsewhere: true },
	podman: { valued: "uew", names: 2, elsewhere: true },
	ssh: { valued: "ipoJlFbcEeQSW", names: 1, elsewhere: true },
};

/**
 * The call of ipvsadm that a command is, whatever launches it. A command that begins with an option is a line for `ipvsadm -R`.
 *
 * @returns undefined where it calls something else; a string says why a call cannot be read
 */
export function calledIpvsadm(
	words: readonly string[],
): Called | string | undefined {
	if (words[0]?.startsWith("-")) return { words, place: "" };
	const at = words.findIndex(isProgram);
	if (at < 0) return undefined;
	const rest = words.slice(at + 1);
	const before = words.slice(0, at);
	const place: string[] = [];
	for (let next = 0; next < before.length; ) {
		const name = before[next]?.replace(/^.*\//, "") ?? "";
		const launcher = Object.hasOwn(launchers, name)
			? launchers[name]
			: undefined;
		if (launcher === undefined)
			return rest[0]?.startsWith("-")
				? `what "${before.join(" ")}" does before ipvsadm is not known; write the rule without it`
				: undefined;
		const from = next;
		next = afterLauncher(before, next + 1, launcher);
		if (launcher.elsewhere) place.push(before.slice(from, next).join(" "));
	}
	return { words: rest, place: place.join(" ") };
}

/** The index after a launcher's options, names and settings of variables. */
function afterLauncher(
	words: readonly string[],
	start: number,
	{ valued, names }: { readonly valued: string; readonly names: number },
): number {
	let next = start;
	for (let left = names; next < words.length; next += 1) {
		const word = words[next] ?? "";
		if (/^-[^-]*$/.test(word) && valued.includes(word.slice(-1))) next += 1;
		else if (word.startsWith("-") || /^\w+=/.test(word)) continue;
		else if (left > 0) left -= 1;
		else break;
	}
	return next;
}
