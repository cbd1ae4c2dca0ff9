"""Scripts, the same ones in quite other words, and others on the same subject."""

LIGHTHOUSE = """What would you build on a rock that drowns twice a day? The Eddystone reef lies
fourteen miles off Plymouth, and for centuries it sank whatever came near. In 1696 Henry
Winstanley, a showman who had lost two ships there, began to fix iron bars into the stone. A
French privateer seized him during the work, and Louis XIV sent him back, because France was at
war with England, not with humanity. His tower shone for five years. Then the great storm of 1703
took it, and Winstanley with it. John Rudyerd built the second of oak. It burned in 1755, and the
keeper Henry Hall swallowed molten lead. John Smeaton made the third of granite, each block
dovetailed into the next like the trunk of an oak, and it stood until the reef beneath it wore
away."""

LIGHTHOUSE_AGAIN = """Imagine raising a building where the sea covers the ground every few hours.
Off the coast at Plymouth, fourteen miles out, waits the Eddystone, a graveyard of vessels for
hundreds of years. Henry Winstanley made his living with amusements, until a pair of his own ships
broke up on it; from 1696 on he was anchoring bars of iron in that stone. Privateers from France
carried him away at one point. King Louis XIV released the man at once: his quarrel was with the
English, he said, and not with humanity. For five years there was light. The storm of 1703, the
greatest of its age, swept away tower and Winstanley alike. Oak was what John Rudyerd chose for
the next one, which caught fire in 1755, when molten lead ran down the throat of Henry Hall, its
keeper. Granite was the answer of John Smeaton: his blocks were dovetailed to hold one another
as an oak's trunk holds, and what gave way in the end was not his tower but the reef."""

OTHER_LIGHTHOUSE = """No lamp was ever bright enough for the sailors of Brittany, until Augustin
Fresnel cut glass into rings. Before him, lighthouses burned coal or oil in front of mirrors that
lost half of the flame. Fresnel, an engineer of roads with weak lungs, worked out on paper how a
lens could be thin and yet bend every ray to the horizon. In 1823 his first great lens was lit at
Cordouan, at the mouth of the Gironde. Ships saw it from twenty miles away. Within a few decades
every sea power bought lenses from Paris, and wrecks along those coasts grew rare. Fresnel did not
see it; he died at thirty-nine. His rings are in the headlights of cars and in projectors still."""

OCTOPUS = """A hunting octopus is less an animal than a committee. Each of its eight arms creeps
into a different crack in the reef. The common octopus has about 500 million nerve cells, roughly
as many as a dog, but two thirds of them lie in the arms. A severed arm will still reach, grasp
and pull away from a pinprick. The suckers taste whatever they touch. The brain in the middle
gives only the rough plan, and the arms settle the rest among themselves. That may be how a mind
looks that evolved without a skeleton to keep count of."""

OCTOPUS_AGAIN = """Think of eight hunters who share a head and seldom ask it anything. That is an
octopus at work on a reef, with every arm probing another crack. Its nerve cells number some 500
million, which is what a dog has, yet only one third is found in the head; the arms hold the
others. Cut one off, and it goes on grasping, reaching, and flinching from pinpricks. Suckers do
the tasting on contact. From the brain comes a rough sketch of the hunt, and whatever remains is
settled by the arms. So this is what a mind may become when evolution gave it no skeleton."""

SQUID = """Nobody had filmed a giant squid alive until 2012. Off Japan, at seven hundred metres,
Edith Widder hung a camera with a ring of blue lights that imitated a frightened jellyfish. After
days of darkness tentacles as long as a bus shot into the picture. The animal was silver and gold,
not red as every dead one on a beach had been. Its eye, as large as a dinner plate, is made for
one thing: to see the glow of a sperm whale in time. Since then the trick has worked again, in the
Gulf of Mexico, within a hundred miles of an oil rig."""

TEA = """茶树原产于中国西南部的山区。最早喝茶的人把它当作药。到了唐代，陆羽写了《茶经》，
喝茶成了一门学问。
1610年，荷兰商人把茶叶带到了欧洲。英国人后来在印度种茶，因为他们不想再用白银去买中国的茶叶。"""

TEA_AGAIN = """中国西南部的山区是茶树的故乡。起初，人们把茶当成药来喝。
唐代的陆羽写下《茶经》，从此喝茶变成学问。
荷兰商人在1610年把茶叶运到欧洲。英国人不愿再拿白银买中国的茶叶，于是到印度去种茶。"""

SILK = """丝绸从长安出发，经过沙漠和雪山，一年以后才到罗马。罗马人以为它长在树上。
公元552年，两个僧侣把蚕卵藏在竹杖里带到了君士坦丁堡，中国的秘密从此不再是秘密。"""

RETOLD = ((LIGHTHOUSE, LIGHTHOUSE_AGAIN), (OCTOPUS, OCTOPUS_AGAIN), (TEA, TEA_AGAIN))
OTHERS = (LIGHTHOUSE, OTHER_LIGHTHOUSE, OCTOPUS, SQUID, TEA, SILK)
