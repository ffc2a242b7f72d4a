"""What the people of the story write, in each language. No sentence stands twice, so that a leak can be found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One seeker's and one coach's words. The coach of the English seeker reads and writes French, and the other way."""

    seeker: str
    coach: str
    company: str
    role: str
    company_kept: str  # a second no, whose case nobody was let into
    role_kept: str
    what_happened: str
    clarity: str
    requirement: str
    preparation: str
    question: str
    better: str
    action: str
    message: str
    note: str
    headline: str
    on_plan: str
    on_action: str
    on_answer: str
    proposal: str
    answer: str

    def of_the_seeker(self) -> tuple[str, ...]:
        """All that the seeker wrote: no letter to a coach may hold any of it."""
        private = (self.company_kept, self.role_kept, self.what_happened, self.clarity, self.requirement)
        return (
            *private,
            self.company,
            self.role,
            self.preparation,
            self.question,
            self.better,
            self.action,
            self.note,
        )

    def not_granted(self) -> tuple[str, ...]:
        """What no page of the coach may hold."""
        return self.company_kept, self.role_kept


ENGLISH = Words(
    seeker="Robin Akande",
    coach="Hélène Marchand",
    company="Lantern Freight",
    role="Dispatch planner",
    company_kept="Orchard Optics",
    role_kept="Night supervisor",
    what_happened="They said another planner already knew their routing system.",
    clarity="Only half: the call was friendly until the last question.",
    requirement="Two years with a transport management system",
    preparation="I had read the posting twice and nothing about their depots.",
    question="Which of our depots would you close first?",
    better="I would ask for the empty miles of each, then say which number decides.",
    action="Write down three depots and their volumes from the annual report",
    message="I plan routes, and I lose people when they ask about numbers.",
    note="Unsure whether the second step is small enough.",
    headline="J’accompagne les gens de la logistique, un non à la fois.",
    on_plan="Votre plan tient debout : gardez seulement ces étapes.",
    on_action="Prenez le rapport de l’an dernier, il est plus court.",
    on_answer="Vous en saviez plus que vous ne le dites ici.",
    proposal="Répéter à voix haute la réponse sur les dépôts",
    answer="C’est un bon plan. Commencez par la première étape cette semaine.",
)
FRENCH = Words(
    seeker="Noémie Gagnon-Tran",
    coach="Priya Nolan",
    company="Coopérative du Vieux-Moulin",
    role="Acheteuse principale",
    company_kept="Ateliers Boréalis",
    role_kept="Cheffe de rayon",
    what_happened="On m’a dit qu’une autre personne connaissait déjà les fournisseurs du nord.",
    clarity="À moitié seulement : tout allait bien jusqu’à la dernière question.",
    requirement="Deux ans de négociation avec des fournisseurs locaux",
    preparation="J’avais lu l’offre deux fois, mais rien sur leurs entrepôts.",
    question="Quel fournisseur laisseriez-vous aller en premier?",
    better="Je demanderais d’abord les retards de chacun, puis je dirais quel chiffre décide.",
    action="Noter trois fournisseurs et leurs délais d’après le rapport annuel",
    message="J’achète pour des épiceries, et je perds le fil quand on parle de chiffres.",
    note="Je me demande si la deuxième étape est assez petite.",
    headline="I help people in retail put numbers behind what they already know.",
    on_plan="This plan stands up; resist adding to it.",
    on_action="Last year’s report is shorter, start there.",
    on_answer="You knew more than you give yourself credit for here.",
    proposal="Say the supplier answer aloud, twice, to somebody",
    answer="A good plan. Begin with the first step this week.",
)
WORDS = {"en": ENGLISH, "fr": FRENCH}
