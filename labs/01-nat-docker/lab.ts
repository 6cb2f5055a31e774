import { defineLab } from "pulumi-lvs/lab";

export default defineLab({
	links: { lan: "172.18.0.0/16" },
	machines: {
		lb: { lan: "172.18.0.66" },
		client: { lan: "172.18.0.10" },
	},
	running: { lb: ["docker"] },
});
