import { defineLab } from "pulumi-lvs/lab";

export default defineLab({
	links: { lan: "172.18.0.0/24" },
	machines: {
		lb1: { lan: "172.18.0.65" },
		lb2: { lan: "172.18.0.66" },
		client: { lan: "172.18.0.10" },
	},
});
