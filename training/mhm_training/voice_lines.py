"""What the listener says after it has claimed the turn: short scripted turns, our own text.

Each line: act, topic, what is said, and the cues in the partner's words that make it fit. A cue that ends in `*`
fits every word that begins with it; the others fit the word itself. A line without cues fits anywhere.
"""

from typing import NamedTuple


class Line(NamedTuple):
    act: str
    topic: str
    text: str
    cues: str = ""


WORK = "work* job boss office meeting* colleague* coworker* shift* project* deadline* manager company customer* client*"
FAMILY = "mom mother dad father parent* kid* child* son daughter brother* sister* family wife husband baby grand*"
TRAVEL = "trip* travel* fly flight* flew plane* airport vacation holiday* beach hotel* drive* drove train road passport"
FOOD = "food cook* dinner lunch breakfast eat eating ate restaurant* recipe* bake* baking kitchen meal* cake coffee"
HEALTH = "doctor* hospital* sick surgery pain hurt* hurts medicine health* nurse* therapy sleep* tired injur* headache*"
MUSIC = "music song* band* concert* guitar piano sing singing sang choir album* drum* violin"
FILM = "movie* film* show* series book* novel* reading theater episode* actor* watched television"
WEATHER = "weather rain* snow* storm* hot cold sunny wind* heat winter summer humid freezing"
HOME = "house* apartment* moving moved rent landlord garden* yard neighbor* roof room* paint* furniture repair*"
MONEY = "money pay* bill* expensive afford* tax* loan* salary budget* cost* debt saving* price*"
SPORT = "game* team* football baseball basketball soccer run running gym swim* golf tennis hik* bike* workout* coach*"
SCHOOL = "school* class* teacher* college university exam* stud* homework professor degree graduat* course*"
PETS = "dog* cat* puppy kitten* pet pets vet"
GOOD = "great wonderful happy excited won love* finally proud amazing glad awesome promot* married engaged lucky fun"
BAD = "sad bad awful terrible died lost hard worr* afraid scared upset cry* cried sorry broke* fired lonely"
ANGRY = "angry mad annoy* frustrat* unfair rude argu* fight* hate* ridiculous"
PLANS = "going plan* want* hope* hoping tomorrow next week* month* year* someday thinking might will gonna"
PAST = "was were had did went used ago yesterday last when happened then"
UNSURE = "don't know maybe guess not sure wonder* should decide* decision"
ASKED = "you your what how why think"
PEOPLE = "he she they friend* people guy someone everybody"

LINES: tuple[Line, ...] = (
    Line("greeting", "general", "Hi there. What's on your mind today?", "hi hello hey morning"),
    Line("greeting", "general", "Hello. Tell me how your day has been.", "hi hello hey day"),
    Line("greeting", "general", "It's good to hear from you. Where should we start?", "hi hello hey"),
    Line("closing", "general", "Thanks for telling me all that. Take care.", "bye goodbye bye-bye thanks later"),
    Line("closing", "general", "It was really nice talking with you.", "bye goodbye bye-bye nice"),
    Line("closing", "general", "Let me know how it turns out.", "bye goodbye later tomorrow see"),
    Line("clarify", "general", "Sorry, could you say that part again?"),
    Line("clarify", "general", "I want to be sure I follow. What do you mean by that?", "thing stuff kind sort"),
    Line("clarify", "general", "Could you give me an example?", "always usually things stuff everything"),
    Line("clarify", "general", "Wait, who was that again?", PEOPLE),
    Line("clarify", "general", "And when was that?", PAST),
    Line("follow_up", "general", "What happened next?", PAST),
    Line("follow_up", "general", "And then what did you do?", PAST),
    Line("follow_up", "general", "How did you get into that?", "started began always used hobby*"),
    Line("follow_up", "general", "What was the best part?", GOOD),
    Line("follow_up", "general", "What made you decide to do it?", "decide* decided chose choose quit started"),
    Line("follow_up", "general", "How long has that been going on?", "always still been keep keeps lately"),
    Line("follow_up", "general", "What do you think you'll do?", UNSURE),
    Line("follow_up", "general", "Would you do it again?", "did went tried once"),
    Line("follow_up", "general", "And how did they take it?", PEOPLE + " told said"),
    Line("follow_up", "general", "What are they like?", PEOPLE),
    Line("follow_up", "general", "When do you think it will happen?", PLANS),
    Line("follow_up", "general", "What are you looking forward to most?", PLANS + " excited"),
    Line("follow_up", "feelings", "How did that feel?", GOOD + " " + BAD),
    Line("follow_up", "feelings", "How are you feeling about it now?", BAD + " feel* felt"),
    Line("follow_up", "feelings", "Is there somebody you can talk to about it?", BAD + " alone"),
    Line("follow_up", "work", "What's your job like these days?", WORK),
    Line("follow_up", "work", "How do you get along with the people at work?", WORK),
    Line("follow_up", "family", "How is your family doing with all of it?", FAMILY),
    Line("follow_up", "family", "Are you close to each other?", FAMILY),
    Line("follow_up", "travel", "Where would you go next, if you could?", TRAVEL),
    Line("follow_up", "travel", "What was the place like?", TRAVEL),
    Line("follow_up", "food", "What do you like to cook at home?", FOOD),
    Line("follow_up", "food", "How did it taste?", FOOD),
    Line("follow_up", "health", "Are you feeling any better now?", HEALTH),
    Line("follow_up", "music", "What kind of music do you like most?", MUSIC),
    Line("follow_up", "film", "What was it about?", FILM),
    Line("follow_up", "weather", "What's the weather like where you are?", WEATHER),
    Line("follow_up", "home", "What's the neighborhood like?", HOME),
    Line("follow_up", "money", "Is there any way to bring the cost down?", MONEY),
    Line("follow_up", "sport", "How often do you get to play?", SPORT),
    Line("follow_up", "school", "What are you enjoying most about it?", SCHOOL),
    Line("follow_up", "pets", "How old is your pet now?", PETS),
    Line("agreement", "general", "That makes a lot of sense."),
    Line("agreement", "general", "I see what you mean."),
    Line("agreement", "general", "I think you're right about that.", "think thought believe should right"),
    Line("agreement", "general", "I'd probably feel the same way.", BAD + " " + ANGRY + " feel* felt"),
    Line("agreement", "general", "That sounds like a good plan.", PLANS),
    Line("agreement", "general", "Anyone would need some time for that.", BAD + " " + UNSURE + " time"),
    Line("agreement", "money", "Everything has become so expensive.", MONEY),
    Line("agreement", "feelings", "No wonder you were upset.", ANGRY + " upset"),
    Line("acknowledge", "general", "I'm so happy for you. That's wonderful news.", GOOD),
    Line("acknowledge", "general", "You should be proud of that.", GOOD + " worked made built finished"),
    Line("acknowledge", "feelings", "I'm really sorry to hear that.", BAD),
    Line("acknowledge", "feelings", "That must have been hard for you.", BAD),
    Line("acknowledge", "feelings", "That sounds really frustrating.", ANGRY),
    Line("acknowledge", "general", "I didn't know that. That's interesting.", "know actually fact turns learned"),
    Line("acknowledge", "general", "Take your time. I'm listening.", "um uh well so don't know"),
    Line("acknowledge", "general", "That's quite a story.", PAST),
    Line("summary", "work", "So it sounds like work has been a lot lately.", WORK),
    Line("summary", "family", "It sounds like your family means a lot to you.", FAMILY),
    Line("summary", "travel", "It sounds like it was quite a trip.", TRAVEL),
    Line("summary", "food", "It sounds like you really enjoy good food.", FOOD),
    Line("summary", "health", "So you've had a lot to deal with, and your health comes first.", HEALTH),
    Line("summary", "music", "So music is a big part of your life.", MUSIC),
    Line("summary", "film", "It sounds like that story stayed with you.", FILM),
    Line("summary", "weather", "So the weather has had a mind of its own.", WEATHER),
    Line("summary", "home", "It sounds like there's always something to do around the house.", HOME),
    Line("summary", "sport", "It sounds like it keeps you moving.", SPORT),
    Line("summary", "school", "It sounds like you've learned a lot there.", SCHOOL),
    Line("summary", "feelings", "So part of you is glad, and part of you is worried.", BAD + " but though"),
    Line("summary", "general", "So you're still making up your mind.", UNSURE),
    Line("summary", "general", "So there's a lot going on for you right now.", "busy lot much everything stress*"),
    Line("agreement", "general", "Good question. What do you think?", ASKED),
    Line("acknowledge", "general", "I'm not sure. I'd like to hear your view first.", ASKED),
    Line("follow_up", "general", "That's a hard one to answer. What would you do?", ASKED),
)
ACTS = ("follow_up", "agreement", "summary", "acknowledge", "greeting", "closing", "clarify")
