import * as pulumi from "@pulumi/pulumi";

const noEngine = {};

/** State that the components of one program share. A process may run several programs, each by an engine of its own. */
export function perProgram<Shared>(make: () => Shared): () => Shared {
	const programs = new WeakMap<object, Shared>();
	return () => {
		const program = pulumi.runtime.getMonitor() ?? noEngine;
		const shared = programs.get(program) ?? make();
		programs.set(program, shared);
		return shared;
	};
}
