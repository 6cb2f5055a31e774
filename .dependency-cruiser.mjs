// Which room of src may import which others. A room imports itself, environment.ts, errors.ts, outcome.ts and why-too-old.ts too. See CONTRIBUTING.md, Map of src.
const rooms = {
	ipvs: [],
	model: ["ipvs"],
	filter: ["model"],
	render: ["ipvs", "model"],
	ssh: ["model"],
	host: ["ssh", "filter", "ipvs", "model"],
	smoke: ["drill", "host", "ssh", "model"],
	diagnose: ["host", "ssh", "ipvs", "model"],
	provider: ["smoke", "host", "ssh", "ipvs", "model"],
	import: ["host", "ssh", "ipvs", "model"],
	lab: ["model"],
	drill: ["lab", "ssh", "model"],
	components: ["provider", "smoke", "drill", "host", "ssh", "render", "model"],
	cli: [
		"import",
		"drill",
		"diagnose",
		"provider",
		"smoke",
		"host",
		"ssh",
		"render",
		"lab",
		"ipvs",
		"model",
	],
};
/** Room -> the rooms within it. Each imports those that stand before it here, and the files that lie in the room itself, which import none of them. */
const within = { host: ["kinds", "look", "large", "change", "operations"] };
/** Library -> the one place that imports it. */
const libraries = {
	"node-ssh|ssh2": "^src/ssh/ssh\\.ts$",
	"@clack/prompts": "^src/cli/(ask-yes|init/ask-missing)\\.ts$",
	"js-yaml": "^src/cli/(stack/read-project|init/project-files)\\.ts$",
	handlebars: "^src/render/template\\.ts$",
	"@pulumi/pulumi": "^src/(components/|index\\.ts$)",
};

const rule = (name, from, to) => ({ name, severity: "error", from, to });

export default {
	forbidden: [
		...Object.entries(rooms).map(([room, others]) =>
			rule(
				`${room} imports only ${[room, ...others].join(", ")}`,
				{ path: `^src/${room}/` },
				{
					path: "^src/",
					pathNot: `^src/((${[room, ...others].join("|")})/|(environment|errors|outcome|why-too-old)\\.ts$)`,
				},
			),
		),
		rule(
			"every folder of src is in the table",
			{
				path: "^src/[^/]+/",
				pathNot: `^src/(${Object.keys(rooms).join("|")})/`,
			},
			{},
		),
		...Object.entries(within).flatMap(([room, parts]) => [
			rule(
				`files that stand in ${room} import no room within it`,
				{ path: `^src/${room}/[^/]+$` },
				{ path: `^src/${room}/[^/]+/` },
			),
			...parts.map((part, index) => {
				const before = parts.slice(0, index + 1);
				return rule(
					`${room}/${part} imports of the rooms in ${room} only ${before.join(", ")}`,
					{ path: `^src/${room}/${part}/` },
					{
						path: `^src/${room}/[^/]+/`,
						pathNot: `^src/${room}/(${before.join("|")})/`,
					},
				);
			}),
			rule(
				`every room within ${room} is in the table`,
				{
					path: `^src/${room}/[^/]+/`,
					pathNot: `^src/${room}/(${parts.join("|")})/`,
				},
				{},
			),
		]),
		...Object.entries(libraries).map(([library, place]) =>
			rule(
				`${library} is imported in one place alone`,
				{ path: "^src/", pathNot: place },
				{ path: `^node_modules/(${library})/` },
			),
		),
	],
	options: {
		tsPreCompilationDeps: true,
		doNotFollow: { path: "node_modules" },
	},
};
