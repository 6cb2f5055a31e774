import type { Command } from "commander";

/**
 * Every verb: its line in the help, and the module that declares and runs it. Only the module of the verb that was asked for is loaded, so that `lvsctl` starts
 * fast. The module adds arguments, options and action.
 */
export const verbs: Record<
	string,
	[description: string, load: () => Promise<(command: Command) => void>]
> = {
	init: [
		"look at your hosts and write a Pulumi project for them",
		async () => (await import("./init/init.ts")).default,
	],
	up: [
		"bring the folder's lab up, then its cluster to what is declared",
		async () => (await import("./stack/stack-verbs.ts")).up,
	],
	preview: [
		"show the rules and files that up would change",
		async () => (await import("./stack/stack-verbs.ts")).preview,
	],
	refresh: [
		"look at the hosts and show what differs from what was applied",
		async () => (await import("./stack/stack-verbs.ts")).refresh,
	],
	destroy: [
		"return the hosts to what was found on them",
		async () => (await import("./stack/stack-verbs.ts")).destroy,
	],
	forget: [
		"take a host that is gone for good out of the state, touch nothing",
		async () => (await import("./forget/forget.ts")).default,
	],
	check: [
		"run the declared smoke tests again, and change nothing",
		async () => (await import("./check/check.ts")).default,
	],
	status: [
		"declared against found, connections, counters and drift",
		async () => (await import("./status/status.ts")).default,
	],
	zero: [
		"set the counters of the cluster's services to zero",
		async () => (await import("./zero.ts")).default,
	],
	drain: [
		"let no new connection come to a real server, until undrain",
		async () => (await import("./drain/drain.ts")).drain,
	],
	undrain: [
		"end a drain",
		async () => (await import("./drain/drain.ts")).undrain,
	],
	failover: [
		"hand the VIP over to another director, without a lost request",
		async () => (await import("./failover/failover.ts")).failover,
	],
	standby: [
		"take a director out for work, and keep it out until --end",
		async () => (await import("./failover/failover.ts")).standby,
	],
	drill: [
		"rehearse a failure under load, take it back, and say what clients lost",
		async () => (await import("./drill/drill.ts")).default,
	],
	backup: [
		"copy databases and shared directories into a directory here",
		async () => (await import("./backup/backup.ts")).backup,
	],
	restore: [
		"put a backup in the place of what is there",
		async () => (await import("./backup/backup.ts")).restore,
	],
	render: [
		"print every file and rule of each host, touch nothing",
		async () => (await import("./render/render.ts")).default,
	],
	explain: [
		"the path of one packet, hop by hop, and what makes each hop work",
		async () => (await import("./explain/explain.ts")).default,
	],
	diagnose: [
		"follow a probe through every host, and name where it ended and why",
		async () => (await import("./diagnose/diagnose.ts")).default,
	],
	import: [
		"turn the rules of a director, or of a file, into a declaration",
		async () => (await import("./import/import.ts")).default,
	],
	demo: [
		"the main job on a lab, step by step and timed",
		async () => (await import("./demo/demo.ts")).default,
	],
	lab: [
		"start, use and end the machines of a lab",
		async () => (await import("./lab/lab.ts")).default,
	],
	doctor: [
		"what this machine has, and what lvsctl does with it",
		async () => (await import("./doctor/doctor.ts")).default,
	],
	env: [
		'print exports for a shell: eval "$(lvsctl env)"',
		async () => (await import("./env/env.ts")).default,
	],
	completion: [
		"print a script that completes lvsctl's words in bash, zsh or fish",
		async () => (await import("./completion/completion.ts")).completion,
	],
};
