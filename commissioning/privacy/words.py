"""Words of services, places, posts and statuses: a text that holds one of them is taken for no person's name."""

_IN_ORDER = """
a about abroad accepted accommodation active adult adults advice advocacy advocate african aid aids all and april area
areas asian asked assistance assistant associates association assurance august authority autumn available average b&b
benefit benefits black blank board borough british by c campaign care case cases casework caseworker central centre
centres chair champions charity chief child children children's childrens church city civil client clients
closed college column commissioner committee community completed complex confidential contact contract coordinator
cost council counselling counsellor count county court credit crime crisis current daily data date day days december
declined deputy director dispersed district division domestic drop drop-in duty early east eastern employment england
english enquiries entered estate europe exit exploitation external families family february feedback female females
field figure finance first floor for force forum found foundation friend friends from full fund funder further gateway
gender general girls goal great group groups harbour he head health help helpline her high him his home hospital
hostel house households housing hub idva idvas in inactive induction initials integrated internal isva it january job
july june key landlord lead left legal length level liaison line local london low maintenance male males manager map
marac march matters medium men men's mental mid midlands mixed monday month month's n na name named names national new
nhs night nil no none not november number october of off office officer officers on one online open operations
optional or organisation other others outcome outcomes outreach panel parent parents parish part partner partners
partnership pathway pathways pending per perpetrator perpetrators person phone pilot place placed places plan plans
police post poverty practice prefer primary prison probation programme project protection provider public pupil q1 q2
q3 q4 quality quarter race raise received reception recovery reference referral referrals referred refuge refuges
refused region register religion report required resident responder return review rights risk road role room rota row
safe safeguarding satisfaction say school second secondary self senior september service services sexual she shelter
signed site sites social society south southern specialist staff standard star start started status step steps
strategic street string summer sunday supervisor support supported surname survey surveys target team teams temporary
tenant term text the their them therapist therapy they third thursday to total totals town trainer training
transferred trust tuesday type under unit units universal university unknown upper user users various version victim
victims violence visit visitor voice voices voluntary volunteer volunteers waiting wales ward wednesday week west
western white whole with withdrawn withheld woman women women's womens work worker workers workshop workshops year yes
you young youth
"""
NOT_NAMES = frozenset(_IN_ORDER.split())
