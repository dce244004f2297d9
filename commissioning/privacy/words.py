"""Words of services, places, posts and statuses: a text that holds one of them is taken for no person's name."""

_IN_ORDER = """
a about abroad accepted accommodation active adult adults advice advocacy advocate african aid aids all and april
area areas asian asked assistant association august authority autumn available average b&b black blank board borough
british by c case cases casework caseworker central centre centres chair charity chief child children children's
childrens church city civil client clients closed college column commissioner committee community completed complex
confidential contact contract coordinator cost council counselling counsellor count county court crime crisis
current daily data date day days december declined deputy director dispersed district division domestic drop drop-in
duty early east eastern employment england english enquiries entered estate europe exit external families family
february female females field figure first floor for force found foundation friend friends from full fund funder
further gateway gender general girls goal great group groups harbour he head health helpline her high him his home
hospital hostel house households housing hub idva idvas in inactive initials integrated internal isva it january job
july june key landlord lead left legal length level line local london low male males manager map marac march medium
men men's mental mid midlands mixed monday month month's n na name named names national new nhs night nil no none
not november number october of off office officer officers on one online open optional or organisation other others
outreach parent parents parish part partner partners partnership pending per perpetrator perpetrators person phone
pilot place placed places police post practice prefer primary prison probation programme project provider public
pupil q1 q2 q3 q4 quarter race raise received reception recovery referral referrals referred refuge refuges refused
region register religion required resident responder review risk road role room rota row safe safeguarding say
school second secondary self senior september service services she shelter site sites social society south southern
specialist staff standard start started status step steps strategic street string summer sunday supervisor support
supported surname target team teams temporary tenant term text the their them therapist therapy they third thursday
to total totals town trainer training transferred trust tuesday type under unit units university unknown upper user
users various victim victims violence visit visitor voluntary volunteer volunteers waiting wales ward wednesday week
west western white whole with withdrawn withheld woman women women's womens work worker workers workshop year yes
you young youth
"""
NOT_NAMES = frozenset(_IN_ORDER.split())
