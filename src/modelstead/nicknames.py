"""Names for runs that were given none: `brisk-heron-417`."""

import secrets

ADJECTIVES = (
    "able agile amber ample apt bold brave bright brisk broad calm candid clean clear clever crisp curious deft "
    "eager early easy exact fair fast fine firm fleet fond fresh gentle glad golden grand great handy happy hardy "
    "honest ideal keen kind late lean level light live lively lucid lucky mellow merry mighty mild modest neat nimble "
    "noble novel open patient plain polite prime proud pure quick quiet rapid rare ready rich ripe robust rosy sharp "
    "shiny silent simple sleek smart smooth snug solid spry stable steady still stout strong sunny sure sweet swift "
    "tidy trim true upbeat valid vast vivid warm whole wise witty young zesty"
).split()

NOUNS = (
    "alder ant aspen badger bat bear beaver bee birch bison boar bream cedar cheetah cicada clam cod crab crane cricket "
    "crow cuckoo curlew cypress deer dingo dolphin dove duck eagle egret elk elm falcon fern ferret finch fir fox frog "
    "gannet gecko gibbon goat goose grebe grouse gull hare hawk hazel heron hornet horse hound ibex ibis jackal jay "
    "kestrel kite koala koi lark larch lemur lily linden lion lizard llama loon lynx magpie mallow manta maple marlin "
    "marten mink mole moose moth mouse mule newt oak ocelot okapi olive orca osprey otter owl panda perch petrel pike "
    "pine plover poplar puffin quail rabbit raven ray robin rook rowan salmon seal shark shrew shrike skate skua sloth "
    "snail sole spruce squid stoat stork sturgeon swan swift tapir teal tern thrush tiger toad trout tuna turtle urchin "
    "viper vole walrus wasp weasel whale willow wolf wombat wren yak yew zebra"
).split()


def nickname() -> str:
    """Return a random adjective, noun and number below 1,000, joined by dashes."""
    return f"{secrets.choice(ADJECTIVES)}-{secrets.choice(NOUNS)}-{secrets.randbelow(1000)}"
